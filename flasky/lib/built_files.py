"""The files that the build of the assets made, by their plain names."""

import json
from functools import lru_cache
from pathlib import Path

DIST = Path(__file__).parent.parent / "static" / "dist"


@lru_cache(maxsize=1)
def manifest() -> dict[str, str]:
    """Return the names with a hash by the plain ones. Raises FileNotFoundError when nothing was built."""
    names: dict[str, str] = json.loads((DIST / "manifest.json").read_text(encoding="utf-8"))
    return names


def path_of(name: str) -> Path:
    """Return where a built file lies. Raises FileNotFoundError when nothing was built, KeyError for a strange name."""
    return DIST / manifest()[name]
