"""The beginning of a text for lists of posts, and its words without markup."""

import pytest

from flasky.lib.markdown import first_words, render

PYTHON = "```python\ndef greet():\n    return 'hi'\n```\n"
TABLE = "| Name | Age |  |\n|:-----|:---:|--:|\n| Ann | 7 | x |\n| Bob |\n"
NOTES = "One[^a], two[^b], one again[^a].\n\n[^a]: First *note*.\n[^b]: Second.\n"


def test_a_short_text_is_its_own_excerpt():
    rendered = render("Hello *you*.\n\nBye.")

    assert rendered.excerpt == rendered.html
    assert not rendered.has_more


def test_an_excerpt_ends_between_blocks():
    rendered = render("\n\n".join(["word " * 60] * 9))

    assert rendered.excerpt.count("<p>") == 2
    assert rendered.has_more


def test_a_long_first_block_is_shown_whole():
    rendered = render("word " * 280 + "\n\nmore")

    assert rendered.excerpt.count("word") == 280
    assert "more" not in rendered.excerpt
    assert rendered.has_more


def test_a_very_long_first_block_is_cut_at_a_word():
    rendered = render("*word* & " * 400)

    assert rendered.excerpt.endswith("word &amp;…</p>\n")
    assert "<em>" not in rendered.excerpt
    assert len(rendered.excerpt) < 1_200
    assert rendered.has_more


def test_a_text_without_spaces_is_cut_too():
    assert len(render("漢" * 3_000).excerpt) == len("<p></p>\n") + 700


def test_an_excerpt_does_not_end_with_a_heading():
    assert "<h2>" not in render("text " * 130 + "\n\n# Next\n\n" + "more " * 50).excerpt


def test_an_excerpt_is_more_than_a_heading():
    rendered = render("# Title\n\n" + "word " * 800)

    assert rendered.excerpt.startswith("<h2>Title</h2>\n<p>word word")
    assert rendered.excerpt.endswith("word…</p>\n")


def test_many_short_lines_are_long():
    assert "<li>" not in render("intro\n\n" + "- a\n" * 100).excerpt
    assert "<pre" not in render("intro\n\n```\n" + "a\n" * 100 + "```").excerpt


def test_an_excerpt_has_no_footnotes():
    rendered = render(NOTES)

    assert rendered.excerpt == "<p>One, two, one again.</p>\n"
    assert rendered.has_more


def test_text_is_all_words_on_one_line():
    source = f"# A & B\n\nsee [it](/x) `c` ![d](/e)\n\n{PYTHON}\n{TABLE}\n- [x] f\n\n{NOTES}"

    assert render(source).text == (
        "A & B see it c d def greet(): return 'hi' Name Age Ann 7 x Bob f One, two, one again. First note. Second."
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("one two three four five six seven", "one two three four five six"),
        ("one", "one"),
        ("", ""),
        ("漢" * 500, "漢" * 100),
    ],
)
def test_first_words_name_a_post(text, words):
    assert first_words(text) == words


def test_first_words_can_be_fewer():
    assert first_words("one two three", 2) == "one two"
