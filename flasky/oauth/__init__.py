"""The authorization server: apps of others, let in by people (OAuth 2.1, draft 13)."""

from flask import Flask

from flasky.oauth import consent, metadata, registration, tokens

PAGES = (consent.pages, tokens.pages, registration.pages, metadata.pages)


def init_app(app: Flask) -> None:
    """Register what apps ask and the page that people are asked on."""
    for pages in PAGES:
        app.register_blueprint(pages)
