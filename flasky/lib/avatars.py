"""A picture made of a name: the same one everywhere, for ever, and nothing of the person in it."""

from dataclasses import dataclass
from hashlib import sha256

PALETTES = (
    ("#1c5f4e", "#7fb8a4", "#f2d7a0"), ("#7a2f45", "#d68a9c", "#f6e3c5"), ("#27457a", "#8fb0de", "#f4d9a8"),
    ("#8a3f17", "#e2a06d", "#fbe9c9"), ("#5a3a7c", "#b79ad6", "#f5dcc0"), ("#2f5d62", "#9cc7c2", "#f0c98a"),
    ("#6b5a12", "#d3bd62", "#f8efcf"), ("#3d4a52", "#a9bac4", "#e9b25b"), ("#7d2b1d", "#e08e7a", "#f7dfb5"),
    ("#1f5a73", "#8ec5da", "#f3cf9b"), ("#445a1f", "#a9c373", "#f5e7bf"), ("#5d3147", "#c894ad", "#f1d3a1"),
)  # fmt: skip
SHAPES = (
    '<rect x="-13" y="-13" width="26" height="26" rx="6"/>',
    '<path d="M0-17C10-9 10 9 0 17-10 9-10-9 0-17z"/>',
    '<path d="M-16 9A16 16 0 0 1 16 9z"/>',
    '<path d="M0-15 14 10H-14z"/>',
    '<circle r="12"/>',
    '<path d="M-5-16H5V-5H16V5H5V16H-5V5H-16V-5H-5z"/>',
)


@dataclass(frozen=True)
class Sketch:
    """Where what stands on a ground of 64 x 64 units: a disc, and a shape (its number in SHAPES) that is turned."""

    ground: str
    large: str
    small: str
    disc: tuple[int, int, int]
    place: tuple[int, int]
    turned: int
    shape: int


def sketch(key: str) -> Sketch:
    """Return what the picture of a name is made of, always the same for the same name."""
    chance = sha256(key.encode()).digest()
    ground, large, small = PALETTES[chance[0] % len(PALETTES)]
    if chance[1] % 2:
        large, small = small, large
    disc = (10 + chance[2] % 45, 10 + chance[3] % 45, 20 + chance[4] % 14)
    place = (14 + chance[5] % 37, 14 + chance[6] % 37)
    return Sketch(ground, large, small, disc, place, chance[7] * 360 // 256, chance[8] % len(SHAPES))


def drawing(key: str) -> str:
    """Return an SVG image of 64 x 64 units made of a name."""
    made = sketch(key)
    (x, y, radius), (across, down) = made.disc, made.place
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="256" height="256">'
        f'<path fill="{made.ground}" d="M0 0h64v64H0z"/><circle fill="{made.large}" cx="{x}" cy="{y}" r="{radius}"/>'
        f'<g fill="{made.small}" transform="translate({across} {down}) rotate({made.turned})">{SHAPES[made.shape]}</g>'
        "</svg>"
    )
