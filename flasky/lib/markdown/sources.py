"""Clean what was typed before anything reads it."""

from __future__ import annotations

import re

# Control characters but tab and line feed, and the two code points that XML (the feeds) cannot hold.
_DROPPED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(source: str) -> str:
    """End lines with LF, drop control characters, and put U+FFFD for half characters, which no UTF-8 can hold."""
    lines = source.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATE.sub("\ufffd", _DROPPED.sub("", lines))
