"""Templates: in the layout, short, without style or script of their own, every word translatable, nothing unescaped."""

import re

import pytest
from jinja2 import nodes

from tests.architecture import markup
from tests.architecture.markup import Page

LINES = 150
LAYOUTS = {"base.html", "mail/base.html", "errors/bare.html"}
STYLED = {"mail/base.html"}
"""Mail programs load no style sheet; the styles are written into the elements when a letter is made."""

DATA = {"application/ld+json"}
"""What no browser executes."""

SPOKEN_PLAINLY = {"errors/bare.html"}
"""The page for when everything is broken asks no translation: that might be what is broken."""

HTML = markup.names("*.html")
LETTERS = markup.names("*.txt")


def is_page(name: str) -> bool:
    return not name.startswith("macros/") and not name.rpartition("/")[2].startswith("_") and name not in LAYOUTS


@pytest.mark.parametrize("name", [name for name in HTML if is_page(name)])
def test_pages_extend_the_layout(name):
    layout = "mail/base.html" if name.startswith("mail/") else "base.html"

    assert [found.template.value for found in markup.jinja.parse(markup.source(name)).find_all(nodes.Extends)] == [
        layout
    ]


@pytest.mark.parametrize("name", HTML + LETTERS)
def test_templates_are_short(name):
    assert len(markup.source(name).splitlines()) <= LINES


@pytest.mark.parametrize("name", HTML)
def test_no_element_has_a_style_or_a_script_of_its_own(name):
    wrong = [
        (tag, key)
        for tag, attributes in Page(name).elements
        for key in attributes
        if key == "style" or key.startswith("on") or attributes[key].strip().lower().startswith("javascript:")
    ]

    assert wrong == []


@pytest.mark.parametrize("name", sorted(set(HTML) - STYLED))
def test_styles_and_scripts_are_files(name):
    inline = [
        tag
        for tag, attributes in Page(name).elements
        if tag == "style" or (tag == "script" and "src" not in attributes and attributes.get("type") not in DATA)
    ]

    assert inline == []


@pytest.mark.parametrize("name", sorted(set(HTML) - SPOKEN_PLAINLY))
def test_every_visible_word_can_be_translated(name):
    assert Page(name).words == []
    assert list(markup.untranslated_arguments(name)) == []


@pytest.mark.parametrize("name", LETTERS)
def test_every_word_of_a_letter_can_be_translated(name):
    assert markup.WORD.findall(markup.bare(name)) == []


@pytest.mark.parametrize("name", HTML + LETTERS)
def test_nothing_is_marked_as_safe(name):
    tree = markup.jinja.parse(markup.source(name))

    assert [found.name for found in tree.find_all(nodes.Filter) if found.name == "safe"] == []
    assert not re.search(r"{%-?\s*autoescape", markup.source(name))


@pytest.mark.parametrize("name", HTML)
def test_addresses_come_from_their_one_home(name):
    written = [
        attributes[key]
        for _, attributes in Page(name).elements
        for key in ("href", "action", "formaction", "src", "hx-get", "hx-post")
        if attributes.get(key, "").startswith(("/", "http"))
    ]

    assert written == []


@pytest.mark.parametrize("name", [name for name in HTML if not name.startswith("mail/")])
def test_every_form_that_changes_something_carries_the_token(name):
    posts = [1 for tag, attributes in Page(name).elements if tag == "form" and attributes.get("method") == "post"]
    source = markup.source(name)

    assert source.count("{{ hidden(form) }}") + source.count("{{ csrf_token() }}") == len(posts)
