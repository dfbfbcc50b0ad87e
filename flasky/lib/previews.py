"""The picture that stands beside a link to a post, drawn in a child process that may do little."""

import json
import subprocess
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from flasky.lib import avatars, limited

CHILD = Path(__file__).with_name("preview_child.py")
WIDTH, HEIGHT = 1200, 630
HEADLINE_MAX = 200
DRAWING = 1
"""Version of the drawing: counted up when the same card is drawn otherwise."""


class NotDrawn(Exception):
    """The child ended without a picture."""


@dataclass(frozen=True)
class Card:
    """Everything that is drawn: `picture` is the digest of an uploaded portrait, or empty for the one of `key`."""

    headline: str
    author: str
    username: str
    key: str
    picture: str
    site: str
    accent: str

    @property
    def digest(self) -> str:
        """What names the picture of this card and no other: 32 characters."""
        return sha256(json.dumps([DRAWING, *asdict(self).values()]).encode()).hexdigest()[:32]


def png(card: Card, *, portrait: bytes, fonts: tuple[Path, Path]) -> bytes:
    """Return a PNG image of 1200 x 630 pixels. `portrait` is a WebP image or empty; `fonts` are bold and plain.

    Takes about 300 ms, most of it in the child. Raises NotDrawn.
    """
    wanted = {**asdict(card), "sketch": asdict(avatars.sketch(card.key))}
    content = json.dumps(wanted).encode() + b"\n" + portrait
    try:
        done = limited.run(CHILD, *map(str, fonts), content=content)
    except subprocess.TimeoutExpired as error:
        raise NotDrawn from error
    if done.returncode or not done.stdout:
        raise NotDrawn(done.stderr.decode("utf-8", "replace")[-500:])
    return done.stdout
