"""Secrets: which are no secrets, and which lie open."""

import os
import re
import stat
from pathlib import Path

KEY_MIN = 32  # characters
DIFFERENT_MIN = 6
"""Different characters of a key. Even of random keys made of digits alone, one in ten million has fewer."""

PUBLISHED = (
    "hardtoguess", "neverguess", "changeme", "changethis", "replaceme", "replacethis", "yoursecret", "mysecretkey",
    "supersecret", "topsecret", "djangoinsecure", "notasecret", "examplekey", "samplekey", "defaultkey", "secretkey",
    "192b9bdd22ab9ed4d12e236c78afcb9a",
)  # fmt: skip
"""What stands in keys of books, manuals and sample files, without spaces and signs."""

MOUNTED = Path("/run/secrets")
"""Where containers find their secrets: readable by all who are in the container, and that is the program alone."""


def weakness_of(key: str) -> str | None:
    """Return why a key is easy to guess, so that it completes "SECRET_KEY ...", or None."""
    plain = re.sub(r"[^a-z0-9]", "", key.lower())
    if any(words in plain for words in PUBLISHED):
        return "is one of those that stand in books and sample files: unset it to have one made"
    if len(set(key)) < DIFFERENT_MIN:
        return "repeats a few characters: unset it to have one made, or give a long random one"
    return None


def is_open_to_others(path: Path) -> bool:
    """Tell whether every user of this machine may read a file; False for one that cannot be asked."""
    if os.name != "posix" or MOUNTED in path.absolute().parents:
        return False
    try:
        return bool(path.stat().st_mode & stat.S_IROTH)
    except OSError:
        return False


def named_in(path: Path, names: tuple[str, ...]) -> list[str]:
    """Return those of some settings that a file of `NAME=value` lines gives a value."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    given = [re.match(r"\s*(?:export\s+)?(\w+)\s*=\s*['\"]?[^\s'\"#]", line) for line in lines]
    found = {match[1].upper() for match in given if match}
    return [name for name in names if name in found]
