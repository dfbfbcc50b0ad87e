"""What is typed that is not text, and what is refused."""

import logging

import pytest

from flasky.lib.markdown import RENDERER, SOURCE_MAX, Reason, TooComplex, grammar, render


def html(source: str) -> str:
    return render(source).html.strip()


def refusal(source: str) -> Reason:
    with pytest.raises(TooComplex) as refused:
        render(source)
    return refused.value.reason


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("a\r\nb\rc", "<p>a\nb\nc</p>"),
        ("a\x00b\x1bc\x0bd\x7fe\x85f\ufffeg", "<p>abcdefg</p>"),
        ("a\ud800b", "<p>a\ufffdb</p>"),
        ("&#0; &#x1b; &#xd800;", "<p>\ufffd \ufffd \ufffd</p>"),
        ("a\u202eb \u200b", "<p>a\u202eb \u200b</p>"),
        ("é あ 😀", "<p>é あ 😀</p>"),
    ],
)
def test_odd_characters_never_raise(source, shown):
    assert html(source) == shown


def test_size_counts_bytes_after_line_ends_were_made_one():
    render("a\r\n" * 8_000 + "é" * 20_000)

    assert refusal("é" * (SOURCE_MAX // 2 + 1)) is Reason.SIZE
    assert render("a" * SOURCE_MAX).html


@pytest.mark.advisory("CVE-2026-76098")
@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("> " * 33 + "a", Reason.NESTING),
        ("- " * 17 + "a", Reason.NESTING),
        ("*" * 1_000 + "a" + "*" * 1_000, Reason.NESTING),
        ("*a **b " * 40 + "b** a*" * 40, Reason.NESTING),
        ("|a" * 60 + "|\n" + "|-" * 60 + "|\n" + "|\n" * 60, Reason.TABLE_CELLS),
        ("|a" * 2_001 + "|\n" + "|-" * 2_001 + "|\n", Reason.TABLE_CELLS),
        ("|a|b|\n|-|-|\n|c|d|\n\n" * 501, Reason.TABLE_CELLS),
        ("x[^a]" * 501 + "\n\n[^a]: n", Reason.FOOTNOTES),
        ("[a]: /" + "x" * 30_000 + "\n\n" + "[a] " * 100, Reason.LINKS),
        ("a\n\n" * 4_001, Reason.PARTS),
        ("a\n" * 10_001, Reason.PARTS),
        ("*a" * 8_001, Reason.PARTS),
        ("www.a.co " * 2_001, Reason.PARTS),
    ],
)
def test_too_much_is_refused_with_its_reason(source, reason):
    assert refusal(source) is reason


@pytest.mark.parametrize(
    "source",
    [
        "> " * 31 + "a",
        "- " * 15 + "a",
        "|a" * 44 + "|\n" + "|-" * 44 + "|\n" + "|\n" * 44,
        "x[^a]" * 500 + "\n\n[^a]: n",
        "```\n" + "*[_]&\n" * 9_000 + "```",
        "*" * 60_000,
    ],
)
def test_as_much_as_is_allowed_is_shown(source):
    assert len(render(source).html) > len(source) / 2 or source.startswith("***")


def test_a_reason_is_a_word_that_can_be_stored():
    assert Reason.SIZE == "size"
    assert isinstance(RENDERER, int)


@pytest.mark.advisory("CVE-2025-69534")
@pytest.mark.parametrize("failure", [AssertionError("parser"), RecursionError(), KeyError("x"), UnicodeError()])
def test_a_bug_in_the_parser_shows_the_source(monkeypatch, caplog, failure):
    def fail(_source):
        raise failure

    monkeypatch.setattr(grammar, "parse", fail)

    with caplog.at_level(logging.ERROR):
        rendered = render("# <b>hi</b>\n\nyou")

    assert rendered.html == "<p># &lt;b&gt;hi&lt;/b&gt;\n\nyou</p>\n"
    assert rendered.text == "# <b>hi</b> you"
    assert "could not be rendered" in caplog.text
