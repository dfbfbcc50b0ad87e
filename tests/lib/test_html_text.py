"""Words out of HTML."""

import pytest

from flasky.lib import html_text


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>One <b>t</b>wo.</p>\n<p>Three</p>", "One two. Three"),
        ("<ul><li>a</li><li>b</li></ul>", "a b"),
        ("<p>a<br>b &amp; &lt;script&gt;</p>", "a b & <script>"),
        ("", ""),
    ],
)
def test_words_are_parted_as_they_are_read(html, words):
    assert html_text.words_of(html, most=200) == words


def test_a_long_text_is_read_as_far_as_it_is_needed():
    html = "<p>word " + '<a href="https://example.org">x</a> ' * 9000

    for most in range(20, 30):
        words = html_text.words_of(html, most=most)
        assert set(words) <= set("word x…")
        assert words.endswith("…")


def test_a_long_text_is_cut_at_a_word():
    assert html_text.words_of("<p>One two three</p>", most=9) == "One two…"
    assert html_text.cut("x" * 20, most=9) == "x" * 8 + "…"
