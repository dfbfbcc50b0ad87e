"""What the tests of pages stand on."""

from tests.sites import site

__all__ = ["site"]
