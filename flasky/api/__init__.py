"""The API: what people do on pages, for programs."""

from flask import Flask

from flasky.api import (
    admin,
    comments,
    docs,
    logins,
    marks,
    me,
    moderation,
    notifications,
    openapi,
    own_people,
    posts,
    relations,
    tags,
    timelines,
    tokens,
    users,
)

RESOURCES = (
    tokens.resource,
    me.resource,
    logins.resource,
    own_people.resource,
    users.resource,
    relations.resource,
    posts.resource,
    comments.resource,
    marks.resource,
    timelines.resource,
    tags.resource,
    notifications.resource,
    moderation.resource,
    admin.resource,
)


def init_app(app: Flask) -> None:
    """Register every resource, the document that describes them, and the page that explains it."""
    for resource in RESOURCES:
        app.register_blueprint(resource)
    openapi.init_app(app)
    app.register_blueprint(docs.resource)
