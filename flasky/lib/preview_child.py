"""The child process of previews.py: reads what to draw on standard input, writes a PNG image of it.

It is run by its path with the paths of two fonts, bold and plain, and loads nothing of ours but the limits of
image_child.py. What comes in is a line of JSON, and after it the bytes of a picture, or nothing.
"""

import io
import json
import runpy
import sys
import unicodedata
from itertools import takewhile
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont, ImageOps, features

SIZE = (1200, 630)
EDGE, TOP, WIDTH, HEIGHT = 80, 92, 1040, 320
SIZES = (76, 66, 56, 48, 42)
LINE = 1.24
PORTRAIT, PORTRAIT_TOP = 112, 440
PAPER, INK, MUTED = "#faf7f0", "#25231e", "#635d50"
FINER = 4
LEFTWARD = {"R", "AL", "AN"}
SHAPES_LETTERS = features.check_feature("raqm") and features.check_feature("fribidi")


class Fonts:
    """The two fonts, and which characters of a text they have a picture of."""

    def __init__(self, bold: str, plain: str) -> None:
        self._paths = {"bold": bold, "plain": plain}
        self._look = ImageFont.truetype(bold, 20, layout_engine=ImageFont.Layout.BASIC)
        self._missing = self._picture_of("\U0010fffe")

    def get(self, weight: str, size: int) -> ImageFont.FreeTypeFont:
        """Return a font in a size."""
        return ImageFont.truetype(self._paths[weight], size)

    def drawable(self, text: str) -> str:
        """Return a text without what would be a row of boxes; nothing where less than half of its letters is left."""
        folded = " ".join(unicodedata.normalize("NFC", text).split())
        kept = " ".join("".join(filter(self._has, folded)).split())
        return kept if sum(map(str.isalnum, kept)) * 2 > sum(map(str.isalnum, folded)) else ""

    def _has(self, character: str) -> bool:
        if character == " ":
            return True
        if unicodedata.category(character)[0] == "C" or 0xFE00 <= ord(character) <= 0xFE0F:
            return False
        if not SHAPES_LETTERS and unicodedata.bidirectional(character) in LEFTWARD:
            return False
        return self._picture_of(character) != self._missing

    def _picture_of(self, character: str) -> tuple[tuple[int, int], bytes]:
        mask = self._look.getmask(character)
        return mask.size, bytes(mask)


def lines_of(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    """Part a text into lines that are not too wide: between words, and inside one that is longer than a line."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= WIDTH:
            lines[-1] = longer
            continue
        *whole, rest = _pieces(word, font)
        lines = [line for line in lines if line] + whole + [rest]
    return lines


def _pieces(word: str, font: ImageFont.FreeTypeFont) -> list[str]:
    pieces = [""]
    for character in word:
        if pieces[-1] and font.getlength(pieces[-1] + character) > WIDTH:
            pieces.append("")
        pieces[-1] += character
    return pieces


def fitting(text: str, fonts: Fonts) -> tuple[ImageFont.FreeTypeFont, int, list[str]]:
    """Return the largest font in which a text has room, with its lines; the last one ends with "…" where none has."""
    for size in SIZES:
        font, most = fonts.get("bold", size), int(HEIGHT / (size * LINE))
        lines = lines_of(text, font)
        if len(lines) <= most:
            return font, size, lines
    return font, size, [*lines[: most - 1], cut(lines[most - 1] + "……", font, WIDTH)]


def cut(text: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    """Return a text, or its beginning with "…" where it is too wide or was cut before."""
    if not text.endswith("……") and font.getlength(text) <= width:
        return text
    kept = text.removesuffix("……")
    while kept and font.getlength(kept + "…") > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def is_leftward(text: str) -> bool:
    """Tell whether a text is read from right to left, by its first letter that says so."""
    kinds = [unicodedata.bidirectional(character) for character in text]
    neutral = len(list(takewhile(lambda kind: kind not in {"L", "R", "AL"}, kinds)))
    return neutral < len(kinds) and kinds[neutral] in LEFTWARD


def portrait(content: bytes, sketch: dict[str, Any]) -> Image.Image:
    """Return a square of a picture that was uploaded, or of the one that is made of a name."""
    side = PORTRAIT * FINER
    if content:
        with Image.open(io.BytesIO(content), formats=("WEBP",)) as picture:
            return ImageOps.fit(picture.convert("RGB"), (side, side))
    made, unit = Image.new("RGB", (side, side), sketch["ground"]), side / 64
    draw = ImageDraw.Draw(made)
    for (x, y), radius, color in (
        (sketch["disc"][:2], sketch["disc"][2], sketch["large"]),
        (sketch["place"], 12, sketch["small"]),
    ):
        draw.ellipse([(x - radius) * unit, (y - radius) * unit, (x + radius) * unit, (y + radius) * unit], fill=color)
    return made


def put_portrait(card: Image.Image, square: Image.Image) -> None:
    """Put a square onto the card as a disc."""
    mask = Image.new("L", square.size, 0)
    ImageDraw.Draw(mask).ellipse([0, 0, square.width - 1, square.height - 1], fill=255)
    small = (PORTRAIT, PORTRAIT)
    card.paste(square.resize(small, Image.Resampling.LANCZOS), (EDGE, PORTRAIT_TOP), mask.resize(small))


def drawn(wanted: dict[str, Any], picture: bytes, fonts: Fonts) -> Image.Image:
    """Return the card: what was written, above who wrote it and where."""
    author = fonts.drawable(wanted["author"]) or wanted["username"]
    card = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(card)
    draw.rectangle([0, 0, SIZE[0], 20], fill=wanted["accent"])
    headline = fonts.drawable(wanted["headline"]) or author
    font, size, lines = fitting(headline, fonts)
    leftward = is_leftward(headline)
    for number, line in enumerate(lines):
        left = EDGE + WIDTH - font.getlength(line) if leftward else EDGE
        draw.text((left, TOP + number * size * LINE), line, font=font, fill=INK)
    put_portrait(card, portrait(picture, wanted["sketch"]))
    name, handle = fonts.get("bold", 36), fonts.get("plain", 28)
    site = cut(fonts.drawable(wanted["site"]), name, 400)
    beside, room = EDGE + PORTRAIT + 28, WIDTH - PORTRAIT - 68 - name.getlength(site)
    draw.text((beside, PORTRAIT_TOP + 14), cut(author, name, room), font=name, fill=INK)
    draw.text((beside, PORTRAIT_TOP + 64), cut(f"@{wanted['username']}", handle, room), font=handle, fill=MUTED)
    draw.text((EDGE + WIDTH - name.getlength(site), PORTRAIT_TOP + 36), site, font=name, fill=wanted["accent"])
    return card


def main() -> int:
    """Do the work and return the process's exit status."""
    fonts = Fonts(*sys.argv[1:3])
    runpy.run_path(str(Path(__file__).with_name("image_child.py")))["limit"]()
    line, _, picture = sys.stdin.buffer.read().partition(b"\n")
    made = io.BytesIO()
    drawn(json.loads(line), picture, fonts).save(made, "PNG", compress_level=9)
    sys.stdout.buffer.write(made.getvalue())
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
