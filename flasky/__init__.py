"""Flasky: the social blog a community owns."""

__version__ = "0.1.0"
