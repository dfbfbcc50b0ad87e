"""Made-up texts."""

import pytest

from flasky.lib import markdown
from flasky.lib.demo.texts import LATEST, Text, text
from flasky.models import Post


@pytest.fixture(scope="module")
def shelf() -> list[Text]:
    """Five hundred texts."""
    return [text("1", number) for number in range(500)]


def test_hardly_any_text_comes_twice(shelf):
    assert len({one.body for one in shelf}) > 420
    assert len({one.title for one in shelf}) > 120


def test_texts_are_of_all_lengths(shelf):
    lengths = sorted(len(one.body) for one in shelf)

    assert lengths[0] < 80
    assert lengths[-1] > 800
    assert 0.2 < len([one for one in shelf if not one.title]) / 500 < 0.7


def test_no_text_has_a_gap(shelf):
    assert [one for one in shelf if "{" in one.title or "}" in one.title] == []
    assert [one for one in shelf if "{friend}" in one.body or "{thing}" in one.body] == []


def test_titles_fit(shelf):
    assert max(len(one.title) for one in shelf) <= Post.TITLE_MAX


@pytest.mark.parametrize("tag", ["h2", "ul", "ol", "blockquote", "table", "pre", "em", "strong", "code", "a", "input"])
def test_every_kind_of_markdown_is_among_them(shelf, tag):
    html = "".join(markdown.render(one.body).html for one in shelf[:250])

    assert f"<{tag}" in html


def test_texts_are_spread_over_the_months_and_most_are_young(shelf):
    days = [one.written for one in shelf]

    assert 0 <= min(days) < 5
    assert LATEST > max(days) > LATEST - 20
    assert sorted(days)[250] < LATEST / 2


def test_some_people_write_more_than_others(shelf):
    assert all(0 <= one.author < 1 for one in shelf)
    assert len([one for one in shelf if one.author < 0.5]) > 300


@pytest.mark.seed("B3")
def test_the_same_seed_makes_the_same_text(shelf):
    assert [text("1", number) for number in range(500)] == shelf
    assert [text("2", number) for number in range(500)] != shelf
