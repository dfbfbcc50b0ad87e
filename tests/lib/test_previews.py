"""The drawing of the picture beside a link."""

import json
from dataclasses import asdict, replace
from io import BytesIO

import pytest
from PIL import Image

from flasky.lib import avatars, built_files, preview_child, previews
from flasky.lib.previews import Card

FONTS = (built_files.path_of("DejaVuSans-Bold.ttf"), built_files.path_of("DejaVuSans.ttf"))
CARD = Card("Tea and time", "Alice L.", "alice", "alice", "", "Flasky", "#1c5f4e")


@pytest.fixture(scope="module")
def fonts() -> preview_child.Fonts:
    return preview_child.Fonts(*map(str, FONTS))


def test_a_card_is_drawn_in_a_child_and_always_the_same():
    first, second = (previews.png(CARD, portrait=b"", fonts=FONTS) for _ in range(2))

    picture = Image.open(BytesIO(first))
    assert (picture.format, picture.size, picture.mode) == ("PNG", (1200, 630), "RGB")
    assert first == second
    assert len(first) < 100_000


@pytest.mark.parametrize("field", asdict(CARD))
def test_whatever_is_drawn_is_in_the_digest(field):
    assert replace(CARD, **{field: "another"}).digest != CARD.digest


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x" * 200,
        "word " * 40,
        "日本語の題名",
        "سلام دنیا",
        "שלום 123",
        "🎉👨‍👩‍👧 🇩🇪",
        "\u202e\u200b\x07\ufeff",
        "e\u0301" * 99,
        "\ud800",
    ],
)
def test_any_text_can_be_drawn(fonts, text):
    wanted = {**asdict(replace(CARD, headline=text, author=text, site=text)), "sketch": asdict(avatars.sketch("a"))}

    picture = preview_child.drawn(json.loads(json.dumps(wanted)), b"", fonts)

    assert picture.size == (1200, 630)


def test_what_the_font_lacks_is_left_out_and_too_little_is_nothing(fonts):
    assert fonts.drawable("Tea 日 and\u200b  time \ufe0f") == "Tea and time"
    assert fonts.drawable("日本語 ok") == ""
    assert fonts.drawable("Ελληνικά, Русский, ä") == "Ελληνικά, Русский, ä"


def test_a_long_text_ends_with_an_ellipsis_and_stays_on_the_card(fonts):
    for text in ("word " * 100, "x" * 900):
        font, size, lines = preview_child.fitting(text, fonts)

        assert lines[-1].endswith("…")
        assert len(lines) * size * preview_child.LINE <= preview_child.HEIGHT
        assert max(map(font.getlength, lines)) <= preview_child.WIDTH


def test_a_portrait_that_was_uploaded_is_drawn(fonts):
    red = BytesIO()
    Image.new("RGB", (256, 256), "#f00").save(red, "WEBP")

    square = preview_child.portrait(red.getvalue(), {})

    assert square.getpixel((5, 5))[0] > 240


def test_a_child_without_a_font_draws_nothing():
    with pytest.raises(previews.NotDrawn):
        previews.png(CARD, portrait=b"", fonts=(FONTS[0], FONTS[0].with_name("missing.ttf")))
    with pytest.raises(previews.NotDrawn):
        previews.png(CARD, portrait=b"no picture", fonts=FONTS)
