"""Feeds: what the pages list, for programs that read along."""

from flask import Flask

from flasky.feeds import channels, opml

PAGES = (channels.pages, opml.pages)


def init_app(app: Flask) -> None:
    """Register every feed."""
    for pages in PAGES:
        app.register_blueprint(pages)
