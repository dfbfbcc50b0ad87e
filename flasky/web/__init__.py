"""The pages."""

from flask import Flask

from flasky.web import admin, auth, expired, filters, health, home, moderate, posts, profiles

PAGES = (home.pages, posts.pages, profiles.pages, auth.pages, moderate.pages, admin.pages, health.pages)


def init_app(app: Flask) -> None:
    """Register every page, the filters of templates, and what happens to a text whose session ended."""
    for pages in PAGES:
        app.register_blueprint(pages)
    filters.init_app(app)
    expired.init_app(app)
