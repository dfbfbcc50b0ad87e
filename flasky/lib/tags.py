"""What may be a tag, and which tags are the same."""

import unicodedata
from itertools import takewhile

TAG_MAX = 64
KEY_MAX = 128
_MARKS = {"Mn", "Mc"}  # vowel signs of Devanagari, Thai and others are letters to their readers


def is_part(character: str) -> bool:
    """Tell whether a character can stand in a tag: a letter, digit or vowel sign of any script, or an underscore."""
    return character == "_" or character.isalnum() or unicodedata.category(character) in _MARKS


def beginning_of(text: str) -> str:
    """Return the longest beginning of a text that has only characters of tags; one more than a tag has at most."""
    return "".join(takewhile(is_part, text[: TAG_MAX + 1]))


def name_of(typed: str) -> str | None:
    """Return a tag as it is written (NFKC), without a "#" before it; None for what is no tag.

    A tag has 1 to 64 letters, digits and underscores of any script, and not only digits.
    """
    if len(typed) > TAG_MAX + 1:
        return None
    name = unicodedata.normalize("NFKC", typed).removeprefix("#")
    is_tag = len(name) <= TAG_MAX and any(map(str.isalpha, name)) and all(map(is_part, name))
    return name if is_tag and len(key_of(name)) <= KEY_MAX else None


def key_of(name: str) -> str:
    """Return the one spelling a tag is found by ("Straße" and "STRASSE" share one)."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
