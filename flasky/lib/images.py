"""Pictures that strangers send: looked at in a child process that may do little, and drawn anew.

Nothing of what came in goes out: neither a byte of the file nor what it says of place, time and camera.
"""

import struct
import subprocess
from pathlib import Path

from flasky.lib import limited

CHILD = Path(__file__).with_name("image_child.py")
BYTES_MAX = 2_000_000
_LENGTH = struct.Struct(">I")


class NotAPicture(Exception):
    """What came is no picture of a kind that is taken, or a broken one."""


class TooLarge(Exception):
    """A picture of more bytes or pixels than are taken, or whose decoding takes more time and memory than it may."""


def squares(content: bytes, *, sizes: tuple[int, ...]) -> dict[int, bytes]:
    """Return WebP images of the middle square of a JPEG, PNG, WebP or GIF picture, by size in pixels.

    Takes about 150 ms, most of it for starting the child. Raises NotAPicture, TooLarge.
    """
    if len(content) > BYTES_MAX:
        raise TooLarge
    try:
        done = limited.run(CHILD, *map(str, sizes), content=content)
    except subprocess.TimeoutExpired as error:
        raise TooLarge from error
    if done.returncode == 3:
        raise NotAPicture
    if done.returncode != 0:  # its own word for too large, or killed by a limit
        raise TooLarge
    return dict(zip(sizes, _parts(done.stdout), strict=True))


def _parts(framed: bytes) -> list[bytes]:
    parts, place = [], 0
    while place < len(framed):
        (length,) = _LENGTH.unpack_from(framed, place)
        place += _LENGTH.size + length
        parts.append(framed[place - length : place])
    return parts
