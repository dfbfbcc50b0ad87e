"""The color for those who read no style sheet is that of the style sheet."""

import re
from pathlib import Path

import pytest

import flasky
from flasky.models import Accent
from flasky.web import colors

CSS = Path(flasky.__file__).parent / "assets" / "css"


@pytest.mark.parametrize("accent", Accent)
def test_color_of_an_accent_is_that_of_the_style_sheet(accent):
    found = re.search(rf'"{accent}": \(\s+"light": \((#\w+)', (CSS / "_accents.scss").read_text(encoding="utf-8"))

    assert found
    assert colors.theme(accent) == found[1]


def test_paper_is_that_of_the_style_sheet():
    assert f"--paper: {colors.PAPER};" in (CSS / "_tokens.scss").read_text(encoding="utf-8")
