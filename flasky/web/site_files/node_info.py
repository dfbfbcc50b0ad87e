"""What the site says of its software and its size (NodeInfo 2.1); the numbers are those of the last full hour."""

from flask import Blueprint
from werkzeug.wrappers import Response

from flasky import __version__, addresses
from flasky.http import access, sites
from flasky.queries import statistics
from flasky.web.site_files.answers import data, whole

pages = Blueprint("node_info", __name__)
SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/2.1"


@pages.get("/.well-known/nodeinfo")
@access.allowed_to(access.MACHINES)
def links() -> Response:
    """Where it is said."""
    return data({"links": [{"rel": SCHEMA, "href": whole(addresses.node_info())}]}, "application/json")


@pages.get("/nodeinfo/2.1")
@access.allowed_to(access.MACHINES)
def node_info() -> Response:
    """Software, protocols (none between servers yet), whether people may sign up, how many there are."""
    own, usage = sites.current(), statistics.kept()
    return data(
        {
            "version": "2.1",
            "software": {"name": "flasky", "version": __version__},
            "protocols": [],
            "services": {"inbound": [], "outbound": ["atom1.0", "rss2.0"]},
            "openRegistrations": own.takes_people,
            "usage": {
                "users": {
                    "total": usage.people,
                    "activeMonth": usage.active_month,
                    "activeHalfyear": usage.active_half_year,
                },
                "localPosts": usage.posts,
            },
            "metadata": {"nodeName": own.name, "nodeDescription": own.description},
        },
        f'application/json; profile="{SCHEMA}#"',
    )
