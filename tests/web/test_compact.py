"""Pages without the indentation of their templates."""

import pytest
from jinja2 import DictLoader, Environment

from flasky.web.compact import Compact
from tests import factories

SOURCE = "<p>\n    {% if true %}\n      one\n    {% endif %}  {{ text }}\n</p>"


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("posts/post.html", "<p>\n\none\n  a\n    b\n</p>"),
        ("mail/confirm.html", "<p>\n    \n      one\n      a\n    b\n</p>"),
        ("mail/confirm.txt", "<p>\n    \n      one\n      a\n    b\n</p>"),
    ],
)
def test_only_pages_lose_their_indentation_and_no_word_its_distance(name, made):
    jinja = Environment(autoescape=True, loader=DictLoader({name: SOURCE}), extensions=[Compact])

    assert jinja.get_template(name).render(text="a\n    b") == made


def test_what_was_written_keeps_its_own(browser, alice):
    post = factories.post(alice, title="Code", body="```\nif a:\n        b\n```")

    html = browser.get(f"/@alice/{post.id}/code").text

    assert "\n        b" in html
    assert not any(line.startswith(" ") for line in html.replace("        b", "").splitlines())
