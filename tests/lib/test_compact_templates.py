"""Pages go out without their writers' indents, and say the same."""

import pytest
from jinja2 import DictLoader, Environment, TemplateSyntaxError

from flasky.lib.compact_templates import CompactTemplates

SOURCE = """\
<ul>
  {% for word in words %}
    {% if word %}
      <li>{{ word }}</li>
    {% endif %}
  {% endfor %}
</ul>
<b>one</b>
{% if words %}
  <i>two</i>
{% endif %}
<u>{% if words %}three{% endif %}</u>
"""


def environment(**templates: str) -> Environment:
    loader = DictLoader({name.replace("_", "."): source for name, source in templates.items()})
    return Environment(loader=loader, extensions=[CompactTemplates], autoescape=True)


def test_a_page_has_no_indents_and_no_empty_lines_and_its_words_stay_apart():
    page = environment(page_html=SOURCE).get_template("page.html").render(words=["a", "", "b"])

    assert page == "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n<b>one</b>\n<i>two</i>\n<u>three</u>"


def test_what_is_no_page_is_left_alone():
    letter = environment(letter_txt="Hello\n\n{% if true %}\n    you\n{% endif %}").get_template("letter.txt").render()

    assert letter == "Hello\n\n\n    you\n"


def test_an_error_names_the_line_that_its_writer_sees():
    pages = environment(page_html="<p>\n  {% if true %}\n    {% nonsense %}\n  {% endif %}\n")

    with pytest.raises(TemplateSyntaxError) as error:
        pages.get_template("page.html")

    assert error.value.lineno == 3
