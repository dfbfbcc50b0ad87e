"""The API: what people do on pages, for programs."""

from flask import Flask

from flasky.api import comments, docs, marks, me, openapi, posts, tokens, users

RESOURCES = (tokens.resource, me.resource, users.resource, posts.resource, comments.resource, marks.resource)


def init_app(app: Flask) -> None:
    """Register every resource, the document that describes them, and the page that explains it."""
    for resource in RESOURCES:
        app.register_blueprint(resource)
    openapi.init_app(app)
    app.register_blueprint(docs.resource)
