"""Pictures that strangers send: looked at in a child process that may do little, and drawn anew.

Nothing of what came in goes out: neither a byte of the file nor what it says of place, time and camera.
"""

import struct
import subprocess
import sys
import threading
from pathlib import Path

CHILD = Path(__file__).with_name("image_child.py")
BYTES_MAX = 2_000_000
PATIENCE = 15  # seconds, for a child whose own limit is 5 seconds of processor time
_LENGTH = struct.Struct(">I")
_few_at_once = threading.BoundedSemaphore(2)


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
    # -I: neither the environment nor the working folder says what the child loads.
    command = [sys.executable, "-I", str(CHILD), *map(str, sizes)]
    try:
        with _few_at_once:
            # The command is ours and has no word of a visitor in it.
            done = subprocess.run(command, input=content, capture_output=True, timeout=PATIENCE, env={}, check=False)  # noqa: S603
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
