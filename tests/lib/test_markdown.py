"""Markdown in, the HTML a person sees out."""

import pytest

from flasky.lib.markdown import render

PYTHON = "```python\ndef greet():\n    return 'hi'\n```\n"
TABLE = "| Name | Age |  |\n|:-----|:---:|--:|\n| Ann | 7 | x |\n| Bob |\n"
NOTES = "One[^a], two[^b], one again[^a].\n\n[^a]: First *note*.\n[^b]: Second.\n"


def html(source: str) -> str:
    return render(source).html.strip()


@pytest.mark.seed("B5")
@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("Hi *you* and **you**.", "<p>Hi <em>you</em> and <strong>you</strong>.</p>"),
        ("one\ntwo", "<p>one\ntwo</p>"),
        ("one  \ntwo\\\nthree", "<p>one<br>\ntwo<br>\nthree</p>"),
        ("`a < b`", "<p><code>a &lt; b</code></p>"),
        ("~~gone~~", "<p><s>gone</s></p>"),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>"),
        ("AT&amp;T &copy; &#35;", "<p>AT&amp;T © #</p>"),
        (r"\*no\*", "<p>*no*</p>"),
        ("", ""),
        (" \n\n\t\n", ""),
    ],
)
def test_commonmark_is_shown_as_its_page_says(source, shown):
    assert html(source) == shown


@pytest.mark.defect("D32")
def test_raw_html_is_shown_as_it_was_typed():
    assert html("<b>bold</b> <script>x</script>") == "<p>&lt;b&gt;bold&lt;/b&gt; &lt;script&gt;x&lt;/script&gt;</p>"


@pytest.mark.defect("D32")
def test_headings_of_all_levels_leave_the_first_to_the_page():
    source = "\n".join("#" * level + f" h{level}" for level in range(1, 7))

    tags = ["h2", "h3", "h4", "h5", "h6", "h6"]
    assert html(source) == "\n".join(f"<{tag}>h{level}</{tag}>" for level, tag in enumerate(tags, start=1))


def test_the_highest_heading_of_a_text_follows_the_pages_own():
    assert html("## One\n\n### Two") == "<h2>One</h2>\n<h3>Two</h3>"


def test_a_heading_without_words_is_left_out():
    assert html("#\n\ntext\n\n##  ##") == "<p>text</p>"


def test_underlined_headings_are_demoted_too():
    assert html("Big\n===\n\nSmall\n---") == "<h2>Big</h2>\n<h3>Small</h3>"


# Links


@pytest.mark.seed("B5")
def test_a_link_says_that_a_person_made_it():
    assert html("[a](https://e.org 'T')") == (
        '<p><a href="https://e.org" title="T" rel="nofollow ugc noopener">a</a></p>'
    )


@pytest.mark.seed("B5")
@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("see https://e.org/a_b_c now", "https://e.org/a_b_c"),
        ("see https://e.org/__init__.py now", "https://e.org/__init__.py"),
        ("(https://e.org/x_(y)).", "https://e.org/x_(y)"),
        ("HTTP://E.ORG", "HTTP://E.ORG"),
        ("see www.e.org/a, now", "https://www.e.org/a"),
        ("write to ann@e.org.", "mailto:ann@e.org"),
        ("<https://e.org>", "https://e.org"),
        ("<ann@e.org>", "mailto:ann@e.org"),
        ("[x](/about)", "/about"),
        ("[x](<https://e.org/a b>)", "https://e.org/a%20b"),
        ("[x][r]\n\n[r]: https://e.org", "https://e.org"),
        ("*https://e.org*", "https://e.org"),
    ],
)
def test_an_address_becomes_a_link(source, address):
    assert f'href="{address}" rel="nofollow ugc noopener"' in html(source)


@pytest.mark.parametrize(
    "source",
    [
        "README.md and main.py and e.org",
        "@ann@e.org",
        "[x](page)",
        "[x](../page)",
        "[x](#part)",
        "[x](//e.org)",
        "[x](ftp://e.org)",
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "<svg:svg>",
        "ftp://e.org",
        "//e.org",
        "http:// www. @",
        r"http\://e.org",
    ],
)
def test_other_words_are_no_link(source):
    assert "<a" not in html(source)


def test_a_refused_link_shows_what_was_typed():
    assert html("[x](javascript:alert)") == "<p>[x](javascript:alert)</p>"


@pytest.mark.defect("D32")
@pytest.mark.parametrize(
    "source", ["`https://e.org`", "    https://e.org", "```\nwww.e.org a@e.org\n```", "``a@e.org``"]
)
def test_no_link_is_made_in_code(source):
    assert "<a" not in html(source)


def test_a_link_without_words_shows_its_address():
    assert ">https://e.org</a>" in html("[](https://e.org)")


def test_a_link_to_nowhere_is_only_its_words():
    assert html("[word]()") == "<p>word</p>"


def test_a_link_in_a_link_is_only_its_words():
    assert html("[a <https://in.org> b](/out)").count("<a ") == 1


# Images


@pytest.mark.defect("D32")
@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("![a *red* cat](https://e.org/cat.png)", "a red cat"),
        ("![](https://e.org/big%20cat.png)", "big cat.png"),
        ("![](https://e.org/)", "https://e.org/"),
        ("![see ![in](/in)](https://e.org/cat.png)", "see !in"),
    ],
)
def test_an_image_is_a_link_to_it(source, words):
    shown = html(source)

    assert "<img" not in shown
    assert shown.startswith('<p><a href="https://e.org/')
    assert f">{words}</a></p>" in shown


def test_an_image_in_a_link_is_only_its_words():
    assert (
        html("[![cat](https://e.org/cat.png)](/cats)") == '<p><a href="/cats" rel="nofollow ugc noopener">cat</a></p>'
    )


@pytest.mark.parametrize("source", ["![cat]()", "![cat](javascript:x)", "![](http://[)", "![x](http://[::1)"])
def test_an_image_from_nowhere_is_no_link(source):
    assert "href" not in html(source)


# Code


@pytest.mark.defect("D32")
def test_known_code_is_colored():
    shown = html(PYTHON)

    assert shown.startswith('<div class="highlight"><pre tabindex="0"><code class="language-python">')
    assert '<span class="k">def</span> <span class="nf">greet</span>():\n' in shown


@pytest.mark.parametrize("info", ["Python", "python title=x", "python{1}", "py", " python3"])
def test_a_language_is_found_by_its_names(info):
    assert '<span class="k">' in html(PYTHON.replace("python", info))


@pytest.mark.parametrize("info", ["", "nope", 'python" onclick="x', "<script>", "guess", "&quot;", "../python"])
def test_unknown_code_is_plain(info):
    assert html(f"```{info}\na < b\n```") == (
        '<div class="highlight"><pre tabindex="0"><code>a &lt; b\n</code></pre></div>'
    )


def test_indented_code_is_plain():
    assert "<code>def f(): ...\n</code>" in html("    def f(): ...")


@pytest.mark.parametrize("code", ["\n\n  x = 1\n\n\n", "\tx\n", "x", "\ufeffx = 1\n", "print('é', \"\u3042\")\n"])
def test_code_keeps_its_characters(code):
    assert render(f"```python\n{code}\n```").html.count("\n") == code.count("\n") + 2


def test_much_code_is_plain():
    assert "<span" not in html("```python\n" + "x = 1\n" * 4_000 + "```")


# Tables


@pytest.mark.defect("D32")
def test_a_table_is_aligned_by_classes():
    shown = html(TABLE)

    assert '<th class="align-left" scope="col">Name</th>' in shown
    assert '<td class="align-center">7</td>' in shown
    assert '<td class="align-right">x</td>' in shown
    assert "style" not in shown


def test_a_table_scrolls_in_a_box_named_by_its_head():
    box = '<div class="table-scroll" role="group" tabindex="0" aria-label="Name, Age">\n<table>'

    assert html(TABLE).startswith(box)
    assert html(TABLE).endswith("</table>\n</div>")


def test_an_empty_head_cell_is_no_head():
    assert '<td class="align-right"></td>\n</tr>\n</thead>' in html(TABLE)


def test_short_rows_are_filled_up():
    assert html(TABLE).count("<td") == 1 + 6


# Task lists


def test_a_task_is_a_box_with_a_name_that_cannot_be_changed():
    assert html("- [x] a *b*\n- [ ] to do") == (
        '<ul class="contains-task-list">\n'
        '<li class="task-list-item"><label><input type="checkbox" disabled="" checked=""> a <em>b</em></label></li>\n'
        '<li class="task-list-item"><label><input type="checkbox" disabled=""> to do</label></li>\n'
        "</ul>"
    )


@pytest.mark.parametrize(
    "source", ["- [x] > quote", "- [x] - inner", "- [x] ```\n  code\n  ```", "- [x] \n", "- [x] ![]()"]
)
def test_a_task_without_words_shows_its_mark(source):
    assert "<input" not in html(source)
    assert "[x]" in html(source)


def test_each_box_has_one_label():
    shown = html("- [ ] a\n  - [x] b\n\n    more\n- [ ] # c\n")

    assert shown.count("<label><input") == shown.count("<input") == shown.count("<label>") == 3


# Footnotes


def test_footnotes_are_listed_at_the_end():
    shown = html(NOTES)

    assert shown.index("First <em>note</em>") > shown.index(
        '<div class="footnotes" role="group" aria-label="Footnotes">'
    )
    assert ">1</a></sup>, two" in shown
    assert ">2</a></sup>, one again" in shown


def test_ways_back_have_a_name():
    assert 'role="doc-backlink" aria-label="Back to reference 1-2"' in html(NOTES)


def test_footnote_ids_are_unique_and_all_lead_somewhere(ids_of):
    ids, targets = ids_of(render(NOTES).html)

    assert len(ids) == len(set(ids)) == 5
    assert set(targets) == set(ids)


def test_two_posts_on_a_page_share_no_id(ids_of):
    assert not set(ids_of(render(NOTES).html)[0]) & set(ids_of(render(NOTES + "x").html)[0])


def test_footnotes_are_numbered_as_they_are_read():
    shown = html("[^b]: B, see[^c]\n[^c]: C\n\nfirst[^a] then[^b]\n\n[^a]: A\n")

    assert shown.index("<p>A ") < shown.index("<p>B, see") < shown.index("<p>C ")


@pytest.mark.parametrize(
    "source",
    [
        "x[^a]",
        "[^a]: unused",
        "![image[^a]](/x)\n\n[^a]: note",
        "`[^a]`\n\n[^a]: note",
    ],
)
def test_these_are_no_footnotes(source):
    assert "footnote" not in html(source)


@pytest.mark.parametrize(
    "source",
    [
        "x[^a]\n\n[^a]: see[^a]",
        "x[^a]\n\n[^a]:\n\n    para\n\n        code\n",
        "x[^a]\n\n> [^a]: in a quote",
        "x[^a][^b]\n\n[^a]: outer\n\n    [^b]: inner",
        "x[^a]\n\n[^a]: one\n[^a]: two",
        "x[^a]\n\n[^a]:",
        "# h[^a]\n\n| t[^a] |\n|---|\n| [^a] |\n\n- [ ] x[^a]\n\n[^a]: n",
    ],
)
def test_odd_footnotes_lead_somewhere(source, ids_of):
    ids, targets = ids_of(render(source).html)

    assert len(ids) == len(set(ids))
    assert set(targets) == set(ids) != set()


@pytest.fixture
def ids_of():
    import html5lib

    def found(shown):
        elements = list(html5lib.parseFragment(shown, namespaceHTMLElements=False).iter())
        ids = [element.get("id") for element in elements if element.get("id")]
        return ids, [element.get("href")[1:] for element in elements if element.get("href", "").startswith("#")]

    return found
