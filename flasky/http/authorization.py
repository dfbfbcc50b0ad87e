"""The `Authorization` header, read so that no header is an error of ours."""

from flask import request
from werkzeug.datastructures import Authorization


def given() -> Authorization | None:
    """Return what the header says; None where there is none, and where it cannot be read.

    Werkzeug fails at letters beyond ASCII.
    """
    return request.authorization if request.headers.get("Authorization", "").isascii() else None


def is_unreadable() -> bool:
    """Tell whether there is a header that says nothing."""
    return given() is None and bool(request.headers.get("Authorization"))
