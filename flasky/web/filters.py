"""What templates may say beyond Jinja's own words."""

from datetime import UTC, datetime

from flask import Flask, g
from flask_babel import format_datetime, get_locale
from flask_login import current_user
from markupsafe import Markup

from flasky import addresses
from flasky.errors import ConfigurationError
from flasky.http import badges, crawlers, sites
from flasky.http.pictures import picture_of
from flasky.lib import built_files, languages
from flasky.models import Permission
from flasky.web import colors
from flasky.web.compact import Compact


def init_app(app: Flask) -> None:
    """Give the templates their filters and their globals, and take their indentation."""
    app.jinja_env.add_extension(Compact)
    app.jinja_env.filters["when"] = when
    app.jinja_env.filters["in_language"] = in_language
    app.jinja_env.globals.update(addresses=addresses, asset=asset, Permission=Permission)
    app.context_processor(_words_of_every_page)


def _words_of_every_page() -> dict[str, object]:
    own = sites.current()
    return {
        "lang": str(get_locale() or "en"),
        "request_id": g.get("request_id", ""),
        "own_site": own,
        "site_name": own.name,
        "theme_color": colors.theme(own.accent),
        "wish_of_crawlers": crawlers.words(),
        "own_picture": lambda: picture_of(current_user.actor),
        "unread_badge": badges.unread,
    }


def when(moment: datetime, name: str = "") -> Markup:
    """Return a moment as a `<time>` in UTC, readable as it is, which a script makes relative and local.

    `name` is the class by which microformats know what the moment is: `dt-published`.
    """
    machine = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    words = format_datetime(moment, "d MMMM y, HH:mm") + " UTC"
    known_as = Markup(' class="{}"').format(name) if name else ""
    return Markup('<relative-time datetime="{0}"><time{2} datetime="{0}">{1}</time></relative-time>').format(
        machine, words, known_as
    )


def in_language(tag: str) -> Markup:
    """Return the attributes that say in which language a text is and, where it is not the usual one, which way."""
    if not tag:
        return Markup()
    direction = Markup(' dir="rtl"') if tag in languages.RIGHT_TO_LEFT else ""
    return Markup(' lang="{}"{}').format(tag, direction)


def asset(name: str) -> str:
    """Return the address of a built file by its plain name: `app.css` gives `/static/dist/app-<hash>.css`."""
    return addresses.built_file(f"dist/{manifest()[name]}")


def manifest() -> dict[str, str]:
    """Return the built files by their plain names. Raises ConfigurationError when nothing was built."""
    try:
        return built_files.manifest()
    except FileNotFoundError as error:
        raise ConfigurationError("The style sheets and scripts were never built: run `make assets`.") from error
