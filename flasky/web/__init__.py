"""The pages."""

from flask import Flask

from flasky.web import (
    admin,
    again,
    auth,
    change_email,
    comments,
    completions,
    deleted,
    expired,
    filters,
    follows,
    health,
    home,
    marks,
    moderate,
    notification_settings,
    notifications,
    oembed,
    own_apps,
    own_clients,
    own_feeds,
    own_people,
    own_profile,
    own_tokens,
    people,
    pictures,
    pins,
    posts,
    previews,
    profiles,
    revisions,
    sessions,
    setup,
    site_desk,
    tags,
    unsubscribe,
    wishes,
    writing,
)
from flasky.web.site_files import manifest, node_info, robots, sitemap, webfinger, well_known

PAGES = (
    home.pages,
    posts.pages,
    deleted.pages,
    revisions.pages,
    profiles.pages,
    auth.pages,
    change_email.pages,
    sessions.pages,
    own_tokens.pages,
    own_apps.pages,
    own_clients.pages,
    moderate.pages,
    admin.pages,
    people.pages,
    site_desk.pages,
    setup.pages,
    health.pages,
    follows.pages,
    own_feeds.pages,
    own_people.pages,
    own_profile.pages,
    pictures.pages,
    pins.pages,
    notifications.pages,
    notification_settings.pages,
    unsubscribe.pages,
    comments.pages,
    marks.pages,
    writing.pages,
    tags.pages,
    completions.pages,
    previews.pages,
    oembed.pages,
    wishes.pages,
    sitemap.pages,
    robots.pages,
    manifest.pages,
    well_known.pages,
    node_info.pages,
    webfinger.pages,
)


def init_app(app: Flask) -> None:
    """Register every page, the filters of templates, and what happens to forms that cannot be taken as they came."""
    for pages in PAGES:
        app.register_blueprint(pages)
    filters.init_app(app)
    expired.init_app(app)
    again.init_app(app)
