"""The moderators' first page: what people wrote lately."""

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from flasky import addresses
from flasky.http import access, paging
from flasky.http.session import viewer
from flasky.http.settings import settings
from flasky.queries import posts
from flasky.web.cards import cards

pages = Blueprint("moderate", __name__)


@pages.get("/moderate")
@access.allowed_to(access.MODERATORS)
def desk() -> Response:
    """The newest posts, for comment moderators."""
    page = posts.everybodys(viewer=viewer(), page=paging.page_request(settings().flasky_posts_per_page))
    return Response(render_template("moderate.html", page=cards(page, viewer=viewer())), mimetype="text/html")


@pages.get("/moderator")
@access.allowed_to(access.MODERATORS)
def old_desk() -> Response:
    """The desk under the name of the seeds."""
    return redirect(addresses.moderate(), 301)
