"""The pictures beside links to posts: files of the data folder, named by the post and the digest of what is drawn.

A post has one at a time. A mark beside it says that the worker was asked for a picture that is missing.
"""

import re
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from flasky.lib.previews import Card
from flasky.media import whole_files

DIGEST = re.compile(r"[0-9a-f]{32}", re.ASCII)
FOLDERS = 1000
"""The pictures lie in so many folders, by the end of their post's id: none grows too long to be listed."""

LEFT_OVER = 24 * 3600
"""Seconds after which a mark, or the draft of a process that was killed, is swept."""


def file(post_id: int, digest: str, *, of: Path) -> Path | None:
    """Return the picture of a post in a data folder, or None when it is not there."""
    path = _path(post_id, digest, of)
    return path if DIGEST.fullmatch(digest) and path.is_file() else None


def keep(content: bytes, *, post_id: int, card: Card, of: Path) -> None:
    """Put a post's picture in its place, whole or not at all, and take away what stood there before."""
    path = _path(post_id, card.digest, of)
    whole_files.write(path, content)
    _remove(post_id, of=of, but=path.name)


def remove(post_id: int, *, of: Path) -> None:
    """Take away whatever there is of a post."""
    _remove(post_id, of=of, but="")


def is_first_to_ask(post_id: int, digest: str, *, of: Path) -> bool:
    """Mark that a missing picture was asked for, and tell whether nobody did so before, since a day at most."""
    mark = _path(post_id, digest, of).with_suffix(".asked")
    mark.parent.mkdir(parents=True, exist_ok=True)
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def folders(data: Path) -> Iterator[Path]:
    """Yield the folders of pictures, one after the other."""
    yield from sorted(_folder(data).glob("[0-9]*"))


def posts_in(folder: Path) -> set[int]:
    """Return the ids of the posts that have a picture or a mark in a folder."""
    names = (path.name.partition("-")[0] for path in folder.iterdir())
    return {int(name) for name in names if name.isascii() and name.isdigit()}


def sweep(folder: Path) -> None:
    """Take old marks and drafts out of a folder."""
    for path in folder.iterdir():
        is_passing = path.suffix == ".asked" or path.name.startswith(".")
        with suppress(FileNotFoundError):  # a draft that was put in its place meanwhile
            if is_passing and time.time() - path.stat().st_mtime > LEFT_OVER:
                path.unlink()


def _remove(post_id: int, *, of: Path, but: str) -> None:
    for path in _path(post_id, "", of).parent.glob(f"{post_id}-*"):
        if path.name != but:
            path.unlink(missing_ok=True)


def _path(post_id: int, digest: str, data: Path) -> Path:
    return _folder(data) / f"{post_id % FOLDERS:03}" / f"{post_id}-{digest}.png"


def _folder(data: Path) -> Path:
    return data.absolute() / "media" / "previews"
