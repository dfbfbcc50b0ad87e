"""The pages."""

from flask import Flask

from flasky.web import (
    admin,
    again,
    auth,
    change_email,
    deleted,
    expired,
    filters,
    health,
    home,
    moderate,
    people,
    posts,
    profiles,
    revisions,
    sessions,
    setup,
    site_desk,
)

PAGES = (
    home.pages,
    posts.pages,
    deleted.pages,
    revisions.pages,
    profiles.pages,
    auth.pages,
    change_email.pages,
    sessions.pages,
    moderate.pages,
    admin.pages,
    people.pages,
    site_desk.pages,
    setup.pages,
    health.pages,
)


def init_app(app: Flask) -> None:
    """Register every page, the filters of templates, and what happens to forms that cannot be taken as they came."""
    for pages in PAGES:
        app.register_blueprint(pages)
    filters.init_app(app)
    expired.init_app(app)
    again.init_app(app)
