"""What kind of disk a folder is on."""

import re
from pathlib import Path

TABLE = Path("/proc/self/mountinfo")
VOLATILE = {"tmpfs": "in memory", "ramfs": "in memory", "overlay": "in a container's own layer"}
"""Kinds of file systems that are gone with the machine or the container."""


def volatile_place(path: Path, *, table: Path = TABLE) -> str | None:
    """Return where a path that need not exist yet would not last: "in memory", "in a container's own layer"; or None.

    Only Linux tells.
    """
    try:
        lines = table.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    kinds = {Path(_unescaped(line.split()[4])): line.partition(" - ")[2].split()[0] for line in lines}
    place = path.resolve()
    return next((VOLATILE.get(kinds[folder]) for folder in (place, *place.parents) if folder in kinds), None)


def _unescaped(field: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), field)
