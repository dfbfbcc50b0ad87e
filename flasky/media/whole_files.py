"""Files that are there whole or not at all."""

import os
import secrets
from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """Put a file in its place, and make the folder where there is none. Killed in between, a draft is left."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{secrets.token_hex(8)}")
    with draft.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)
