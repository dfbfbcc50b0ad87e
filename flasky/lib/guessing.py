"""How soon a password would be guessed.

The estimate is that of zxcvbn (Wheeler, USENIX Security 2016), which knows 30,000 common passwords, 1,090 of them of
ten characters or more, and besides them names, words, keyboard rows, dates, repeats and the usual replacements of
letters. It is imported late: its lists take 11 MiB, which a process that never sees a new password does not need.
"""

from collections.abc import Iterable

GUESSES_MIN = 1_000_000
"""Fewer guesses than these are made online, over months, in spite of every limit (the paper's score 0 and 1)."""

LOOKED_AT = 72
"""The estimate's work grows with the square of the length, so only the beginning is looked at."""


def is_common(password: str, *, known: Iterable[str] = ()) -> bool:
    """Tell whether a password is among the first that somebody would try; `known` is what they know of its owner."""
    from zxcvbn import zxcvbn

    words = [word[:LOOKED_AT] for word in known if word]
    return bool(zxcvbn(password[:LOOKED_AT], user_inputs=words)["guesses"] < GUESSES_MIN)
