"""Languages by their tags."""

import pytest

from flasky.lib import languages
from flasky.models import Post


@pytest.mark.parametrize(("typed", "tag"), [("PT-br", "pt-BR"), ("zh-hans", "zh-Hans"), ("de", "de")])
def test_a_tag_has_one_spelling(typed, tag):
    assert languages.tag_of(typed) == tag


@pytest.mark.parametrize("typed", ["", "xx", "de_DE", "deutsch", "en\0", "e" * 40])
def test_what_is_no_known_language_is_none(typed):
    assert languages.tag_of(typed) is None


def test_every_tag_fits_its_column_and_those_read_leftward_are_among_them():
    assert max(map(len, languages.NAMES)) <= Post.LANGUAGE_MAX
    assert languages.NAMES.keys() >= languages.RIGHT_TO_LEFT
