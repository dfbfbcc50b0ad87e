"""What the tests of the shared part of the HTTP doors stand on."""

from tests.sites import site

__all__ = ["site"]
