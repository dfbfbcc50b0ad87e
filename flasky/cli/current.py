"""The app a command was given."""

from typing import cast

from flask import Flask, current_app


def app() -> Flask:
    """Return the app itself, not the stand-in Flask hands out: threads and servers outlive a command's context."""
    return cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]  # behind the stand-in, untyped
