"""Small makers of markdown-it tokens. What we add to a text is built of these, so the renderer escapes all of it."""

from __future__ import annotations

from markdown_it.token import Token

Attributes = dict[str, str | int | float]


def opening(tag: str, attributes: Attributes | None = None) -> Token:
    """Begin an element."""
    return Token(f"{tag}_open", tag, 1, attrs=dict(attributes or {}))


def closing(tag: str) -> Token:
    """End an element."""
    return Token(f"{tag}_close", tag, -1)


def text(content: str) -> Token:
    """Hold words that the renderer escapes."""
    return Token("text", "", 0, content=content)


def block(token: Token) -> Token:
    """Put a token on a line of its own."""
    token.block = True
    return token
