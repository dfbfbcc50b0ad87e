"""What templates may say beyond Jinja's own words."""

import json
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from flask import Flask, g
from flask_babel import format_datetime, get_locale
from flask_login import current_user
from markupsafe import Markup

from flasky import addresses
from flasky.errors import ConfigurationError
from flasky.http import badges, sites
from flasky.http.pictures import picture_of
from flasky.lib.compact_templates import CompactTemplates
from flasky.models import Permission

DIST = Path(__file__).parent.parent / "static" / "dist"


def init_app(app: Flask) -> None:
    """Give the templates their filters and their globals."""
    app.jinja_env.add_extension(CompactTemplates)
    app.jinja_env.filters["when"] = when
    app.jinja_env.globals.update(addresses=addresses, asset=asset, Permission=Permission)
    app.context_processor(_words_of_every_page)


def _words_of_every_page() -> dict[str, object]:
    own = sites.current()
    return {
        "lang": str(get_locale() or "en"),
        "request_id": g.get("request_id", ""),
        "own_site": own,
        "site_name": own.name,
        "own_picture": lambda: picture_of(current_user.actor),
        "unread_badge": badges.unread,
    }


def when(moment: datetime) -> Markup:
    """Return a moment as a `<time>` in UTC, readable as it is, which a script makes relative and local."""
    machine = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    words = format_datetime(moment, "d MMMM y, HH:mm") + " UTC"
    return Markup('<relative-time datetime="{0}"><time datetime="{0}">{1}</time></relative-time>').format(
        machine, words
    )


def asset(name: str) -> str:
    """Return the address of a built file by its plain name: `app.css` gives `/static/dist/app-<hash>.css`."""
    return addresses.built_file(f"dist/{manifest()[name]}")


@lru_cache(maxsize=1)
def manifest() -> dict[str, str]:
    """Return the built files by their plain names. Raises ConfigurationError when nothing was built."""
    try:
        names: dict[str, str] = json.loads((DIST / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigurationError("The style sheets and scripts were never built: run `make assets`.") from error
    return names
