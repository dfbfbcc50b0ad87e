"""The HTML of a text as it can be read elsewhere."""

import pytest

from flasky.lib.markdown import render
from flasky.lib.whole_links import whole

ORIGIN, PAGE = "https://blog.example", "https://blog.example/@alice/7/tea"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="/@bob" title="x">x</a>', '<a href="https://blog.example/@bob" title="x">x</a>'),
        ('<a id="a" href="#fn-1">1</a>', '<a id="a" href="https://blog.example/@alice/7/tea#fn-1">1</a>'),
        ('<img alt="" src="/media/1.webp"/>', '<img alt="" src="https://blog.example/media/1.webp"/>'),
        (
            '<audio controls src="/media/1.ogg"></audio>',
            '<audio controls src="https://blog.example/media/1.ogg"></audio>',
        ),
        ('<a href="//other.example/x">x</a>', '<a href="//other.example/x">x</a>'),
        ('<a href="https://other.example/">x</a>', '<a href="https://other.example/">x</a>'),
        ('<a href="mailto:a@example.com">x</a>', '<a href="mailto:a@example.com">x</a>'),
        ('<p>href="/x" and src="/y"</p>', '<p>href="/x" and src="/y"</p>'),
        (
            '<a href="/a" title="&lt; href=&quot;/b">x</a>',
            '<a href="https://blog.example/a" title="&lt; href=&quot;/b">x</a>',
        ),
        ('<code>&lt;a href="/x"&gt;</code>', '<code>&lt;a href="/x"&gt;</code>'),
    ],
)
def test_links_and_pictures_of_the_site_get_its_origin(html, expected):
    assert whole(html, origin=ORIGIN, page=PAGE) == expected


def test_nothing_that_the_renderer_writes_stays_relative():
    source = '[a](/x "t > \' \\" href=\\"/q") `<a href="/y">` #tea @bob[^1]\n\n- [ ] do\n\n[^1]: note [b](/z)'

    html = whole(render(source, people=["bob"]).html, origin=ORIGIN, page=PAGE)

    assert 'href="/' not in html.replace('&lt;a href="/y"', "").replace("&quot;/q", "")
    assert 'href="#' not in html
    assert html.count(ORIGIN) == 6
