"""The site's color for those who read no style sheet: the browser's own frame, and the home screen."""

from flasky.models import Accent

THEME = {
    Accent.GLASS: "#1c5f4e",
    Accent.INK: "#1f4f8f",
    Accent.BERRY: "#8a2455",
    Accent.RUST: "#8f3d12",
    Accent.PLUM: "#5b3b8c",
}
"""What `assets/css/_accents.scss` says of each by day; a test holds the two together."""

PAPER = "#faf7f0"


def theme(accent: str) -> str:
    """Return the color of an accent."""
    return THEME[Accent(accent)]
