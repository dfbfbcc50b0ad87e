"""The session's cookie, where an answer has anything to do with it."""

from flask import Flask
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask.wrappers import Response

from flasky.http import headers


class SessionWhereRead(SecureCookieSessionInterface):
    """Flask's sessions, but for answers that are the same for all.

    Flask-Login looks into the session after every request, and Flask would say that the answer varies with the cookie.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie if anything in it changed, and say that the answer varies with it."""
        if not headers.is_same_for_all(response):
            super().save_session(app, session, response)
