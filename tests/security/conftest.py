"""What the tests of attacks stand on."""

from tests.sites import site

__all__ = ["site"]
