"""Pictures of people, stored under the digest of what is in them, in a few sizes."""

import hashlib
import re
from pathlib import Path

from flasky.errors import PictureRefused, PictureTooLarge
from flasky.lib import images
from flasky.media import whole_files

LARGE, MEDIUM, SMALL = 256, 80, 36
SIZES = (LARGE, MEDIUM, SMALL)
NAME = re.compile(r"[0-9a-f]{64}-(?:256|80|36)\.webp", re.ASCII)


def add(content: bytes, *, to: Path) -> str:
    """Store small squares of a picture in a data folder and return the digest they lie under.

    Slow (about 150 ms), so no transaction may be open. Raises PictureRefused, PictureTooLarge.
    """
    try:
        drawn = images.squares(content, sizes=SIZES)
    except images.NotAPicture as error:
        raise PictureRefused from error
    except images.TooLarge as error:
        raise PictureTooLarge from error
    digest = hashlib.sha256(drawn[LARGE]).hexdigest()
    for size, square in drawn.items():
        whole_files.write(folder(to) / f"{digest}-{size}.webp", square)
    return digest


def remove(digest: str, *, of: Path) -> None:
    """Take the files of a digest out of a data folder; nothing happens to those that are gone."""
    for size in SIZES:
        (folder(of) / f"{digest}-{size}.webp").unlink(missing_ok=True)


def file(name: str, *, of: Path) -> Path | None:
    """Return the file of a name in a data folder, or None when it is no name of a picture or not there."""
    path = folder(of) / name
    return path if NAME.fullmatch(name) and path.is_file() else None


def folder(data: Path) -> Path:
    """Return where the pictures of people lie in a data folder."""
    return data.absolute() / "media" / "avatars"
