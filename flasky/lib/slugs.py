"""The readable last part of an address."""

from slugify import slugify

SLUG_MAX = 80


def slug_of(text: str) -> str:
    """Return lower-case words joined by hyphens, at most 80 characters; "post" when nothing is left.

    Letters of every script stay as they are: a transliteration would be wrong for most of them.
    """
    return slugify(text, allow_unicode=True, max_length=SLUG_MAX, word_boundary=True) or "post"
