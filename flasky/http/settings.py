"""The settings of the running app."""

from typing import cast

from flask import current_app

from flasky.config import Settings


def settings() -> Settings:
    """Return the settings the app was made with."""
    return cast(Settings, current_app.extensions["settings"])
