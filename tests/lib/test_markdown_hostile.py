"""Markdown written to hurt: readers by scripts, the site by cost.

The judge is another parser (html5lib) with a list of its own, so that a mistake in the policy is not repeated here.
"""

import itertools
import re
import string
from contextlib import suppress

import html5lib
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flasky.lib.markdown import SOURCE_MAX, TooComplex, policy, render

TAGS = set(
    "a blockquote br code div em h2 h3 h4 h5 h6 hr input label li ol p pre s span strong sup"  # noqa: SIM905
    " table tbody td th thead tr ul".split()
)
ATTRIBUTES = {
    "a": {"href", "title", "rel", "id", "role", "class", "aria-label"},
    "code": {"class"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "input": {"type", "disabled", "checked"},
    "li": {"id", "class"},
    "ol": {"start", "class"},
    "pre": {"tabindex"},
    "span": {"class"},
    "sup": {"class"},
    "td": {"class"},
    "th": {"class", "scope"},
    "ul": {"class"},
}
CLASSES = re.compile(
    r"highlight|mention|hashtag|table-scroll|footnotes|footnote-(ref|backref)|task-list-item|contains-task-list"
    r"|align-(left|center|right)|language-[a-z0-9+#./-]+|[a-z][a-z0-9]{0,2}"
)


def scheme_of(address: str) -> str:
    """The scheme as browsers find it: WHATWG URL, "basic URL parser", steps 1-3 and the states up to "scheme"."""
    trimmed = address.strip("".join(map(chr, range(0x21))))
    found = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", re.sub(r"[\t\n\r]", "", trimmed))
    return found[1].lower() if found else ""


def elements_of(shown: str):
    return list(html5lib.parseFragment(shown, namespaceHTMLElements=False).iter())[1:]


def faults(shown: str) -> list[str]:
    """What a browser should not have been given."""
    return [fault for element in elements_of(shown) for fault in element_faults(element)]


def element_faults(element) -> list[str]:
    found = [] if element.tag in TAGS else [f"tag {element.tag}"]
    found += [f"{element.tag} {name}" for name in element.attrib if name not in ATTRIBUTES.get(element.tag, set())]
    found += [f"class {name}" for name in element.get("class", "").split() if not CLASSES.fullmatch(name)]
    if scheme_of(element.get("href", "")) not in {"", "http", "https", "mailto"}:
        found.append(f"scheme {element.get('href')}")
    if element.tag == "a" and element.get("rel") != "nofollow ugc noopener":
        found.append("link without rel")
    if element.tag == "input" and (element.get("type"), element.get("disabled")) != ("checkbox", ""):
        found.append("input")
    return found


def assert_harmless(source: str) -> None:
    rendered = render(source)
    for shown in (rendered.html, rendered.excerpt):
        assert faults(shown) == []
        assert policy.clean(shown) == shown
    assert not any(element.get("id") for element in elements_of(rendered.excerpt))
    assert len(rendered.html) <= max(20 * len(source.encode("utf-8", "replace")), 2_000)


# Payloads: 1. what a link may point to, in every place that takes an address

CALLS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "javascript://%0aalert(1)",
    "java\tscript:alert(1)",
    "java&Tab;script&colon;alert(1)",
    "java&NewLine;script:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A;avascript&#58;alert(1)",
    "&#0000106avascript:alert(1)",
    "\\javascript:alert(1)",
    "java\\script:alert(1)",
    "javascript\\:alert(1)",
    "javascript%3Aalert(1)",
    "%6aavascript:alert(1)",
    "\x01javascript:alert(1)",
    "\x1fjavascript:alert(1)",
    "java\x00script:alert(1)",
    "\u00a0javascript:alert(1)",
    "\u2028javascript:alert(1)",
    "\ufeffjavascript:alert(1)",
    "javascript\u200b:alert(1)",
    "java\u00adscript:alert(1)",
    "ｊavascript:alert(1)",
    "javascript\uff1aalert(1)",
    "feed:javascript:alert(1)",
    "view-source:javascript:alert(1)",
    "jar:javascript:alert(1)!/",
    "vbscript:msgbox(1)",
    "livescript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "data:image/svg+xml;base64,PHN2Zz4=",
    "data:image/png;base64,AAAA",
    "DATA:,x",
    "file:///etc/passwd",
    "blob:https://e.org/x",
    "about:blank",
    "filesystem:http://e.org/x",
    "intent://e.org#Intent;end",
    "http:javascript:alert(1)",
    "https:/\\e.org",
    'http://e.org/" onmouseover="alert(1)',
    "http://e.org/' onmouseover='alert(1)",
    "http://e.org/><script>alert(1)</script>",
    "http://[javascript:alert(1)]",
    "http://e.org\\@evil.org",
    "//evil.org",
    "/\\evil.org",
    '#fn-00000000-1" onclick="alert(1)',
    'mailto:a@b.co"onclick=alert(1)',
]
PLACES = [
    "[x]({})",
    "[x](<{}>)",
    "[x]( {} 'title')",
    '[x]({} "t\\" onclick=alert(1) x=\\"")',
    "[x]({} (t&quot; onclick=alert&#40;1&#41;))",
    "![x]({})",
    "![x](<{}> 'title')",
    "[![x]({})]({})",
    "[x][r]\n\n[r]: {}",
    "[r]\n\n[r]: <{}> 'title\" onclick=\"alert(1)'",
    "![r]\n\n[r]: {}",
    "<{}>",
    "word {} word",
    "({})",
    "**{}**",
    "www.{}",
    "http://{}",
    "https://e.org/{}",
    "a@{}",
    "mailto:{}",
    "x[^a]\n\n[^a]: [x]({})",
    "| [x]({}) |\n|---|\n| {} |",
    "- [ ] [x]({}) {}",
    "# [x]({}) {}",
    "> - [x](<{}>)",
    "[a [b]({}) c]({})",
    "[a <{}> c](/x)",
]

# 2. markup, in every place that takes words

MARKUP = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//e.org>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mi xlink:href=javascript:alert(1)>x",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<iframe srcdoc="<script>alert(1)</script>">',
    "<a href=javascript:alert(1)>x</a>",
    "<form action=javascript:alert(1)><button>x",
    "<input autofocus onfocus=alert(1)>",
    "<style>@import 'javascript:alert(1)'</style>",
    "<p style=background:url(javascript:alert(1))>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?php echo '<script>' ?>",
    "<!DOCTYPE x [<!ENTITY y 'z'>]>",
    "</p></div></article><h1>x",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)",
    "<x onclick=alert(1) style=x id=login class=modal>",
    '" onclick="alert(1)',
    "' onclick='alert(1)",
    "{{ 7*7 }} {% raw %} ${7*7} <%= 7*7 %>",
    "<template><script>alert(1)</script></template>",
    "<base href=//e.org>",
    "<meta http-equiv=refresh content=0;url=javascript:alert(1)>",
    "<svg:svg>",
    "<x:y onload=alert(1)>",
]
SPOTS = [
    "{}",
    "a {} b",
    "    {}",
    "`{}`",
    "``` {}\ncode\n```",
    "```html\n{}\n```",
    "~~~{}\n{}\n~~~",
    "# {}",
    "{}\n===",
    "> {}",
    "- {}",
    "- [x] {}",
    "1. {}\n\n   {}",
    "[{}](/x)",
    '[x](/x "{}")',
    "![{}](/x)",
    "[^{}] [^a]\n\n[^{}]: x\n[^a]: {}",
    "[{}]\n\n[{}]: /x",
    "| {} | b |\n|:-:|--:|\n| {} |",
    "*{}* **{}** ~~{}~~",
    "\\{}",
]


def payloads() -> list[str]:
    addresses = [place.replace("{}", call) for place, call in itertools.product(PLACES, CALLS)]
    markup = [spot.replace("{}", words) for spot, words in itertools.product(SPOTS, MARKUP)]
    return sorted({*addresses, *markup})


@pytest.mark.seed("B5")
@pytest.mark.advisory("CVE-2026-44898")
@pytest.mark.advisory("CVE-2026-44896")
@pytest.mark.advisory("CVE-2026-59923")
@pytest.mark.advisory("CVE-2026-59926")
@pytest.mark.unmeasured
def test_no_payload_gets_through():
    found = payloads()

    assert len(found) > 1_900
    for payload in found:
        assert_harmless(payload)


@pytest.mark.unmeasured
@pytest.mark.parametrize("join", ["", " ", "\n", "\n\n", "[", "](", "`"])
def test_no_payload_gets_through_with_a_neighbor(join):
    found = payloads()

    for first, second in zip(found[::7], found[3::7], strict=False):
        assert_harmless(first + join + second)


# The policy alone, for HTML that did not come from our own writer (imports, later)

MUTATIONS = [
    "<math></p><style><!--</style><img src/onerror=alert(1)>",
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "<noscript><style><img src=x onerror=alert(1)></style></noscript>",
    '<math><annotation-xml encoding="text/html"><style><img src=x onerror=alert(1)></style></annotation-xml></math>',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<svg><foreignObject><style><!--</style><a href=javascript:alert(1)>x</a>",
    '<math><mi><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "<table><a href=javascript:alert(1)><td><svg><desc><b></svg><img src=x onerror=alert(1)>",
    '<select><template><style><!--</style><a rel="--></style></template></select><img src onerror=alert(1)>">',
    '<xmp><p title="</xmp><svg/onload=alert(1)>">',
    '<textarea><img title="</textarea><img src onerror=alert(1)>">',
    "<input type=image src=x onerror=alert(1)><input type=text name=password>",
    "<a id=csrf href=' javascript:alert(1)' target=_blank rel=opener>x",
    "<div id=modal class='modal show' role=dialog tabindex=5 style=position:fixed aria-label=x>",
    "<li id=fn-1><ol start='1 onclick=x'><span class='hljs k modal'><pre tabindex=9>",
    "<a href='ja&#9;vascript:alert(1)'>x</a><a href='\x01javascript:alert(1)'>y</a>",
    "<![CDATA[<img src=x onerror=alert(1)>]]><!--<img src=x onerror=alert(1)>--><?x <img src=x onerror=alert(1)>?>",
    "<label for=x><input form=y checked=1 disabled=no><h1>x</h1>",
]


@pytest.mark.advisory("CVE-2021-23980")
@pytest.mark.advisory("CVE-2021-38193")
@pytest.mark.parametrize("markup", MUTATIONS + MARKUP)
def test_the_policy_alone_lets_nothing_through(markup):
    assert faults(policy.clean(markup)) == []


@pytest.mark.advisory("CVE-2026-50129")
@pytest.mark.parametrize(
    "markup", ["<math" * 5_000, "<svg><math>" * 2_000, "<a " * 5_000, "&" * 7_000, "<![CDATA[" * 999]
)
def test_malformed_markup_raises_nothing(markup):
    assert faults(policy.clean(markup)) == []
    assert_harmless(markup[:9_000])


# Chance

# fmt: off
FRAGMENTS = st.sampled_from([
    *string.punctuation, "\n", "\n\n", "    ", "\t", "- [x] ", "[^a]", "[^a]: ", "](",
    "![", "```", "|-|\n", "| a |\n", "<a ", "javascript:", "http://", "www.a.co", "a@b.co", "&#x", "&lt;",
    "\u2028", "\x00", "\ud800", "word", "> ", "1. ", "# ",
])
# fmt: on
DOCUMENTS = st.one_of(
    st.lists(FRAGMENTS, max_size=40).map("".join), st.text(st.characters(exclude_categories=()), max_size=80)
)


@pytest.mark.unmeasured
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS)
def test_any_text_is_harmless(source):
    assert_harmless(source)


@settings(max_examples=100, deadline=None)
@given(DOCUMENTS)
def test_the_same_text_gives_the_same_page(source):
    assert render(source) == render(source)


# Cost. Times are not asserted: what was a minute or a hundred megabytes would be noticed.


def filled(unit: str, start: str = "", end: str = "") -> str:
    room = SOURCE_MAX - len(start) - len(end)
    return start + (unit * (room // len(unit.encode()) + 1)).encode()[:room].decode(errors="ignore") + end


# fmt: off
UNITS = [
    "[", "]", "![", "[](", "[a](", "[a](<b", '[a](/b "', "[a][", "[a]", "![[]()", "*", "*a ", "**a *b ", "_a",
    "~~a", "`a", "`", "<", "<!--", "&", "&amp;", "\\", "\\[", "> ", ">", "- ", "* ", "1. ", "- a\n  ", "> - ",
    "a\n", "a\n\n", "\n", "\t", "http://", "http:// ", "://", "a://", "www.", "www.a.co ", "http://a.b/(",
    "http://a.b/c ", "@", "a@a", "a@b.co ", ":", "[a]: x\n", '[a]: /b "c\n', "[^a]", "[^1]: x\n", "[^1]: ", "# a\n",
    "a\n-\n", "---\n", "- [ ] a\n", "> a\nb\n", "1) a\n", "```\n", "```c\nx\n```\n", "|a", "|a|b|\n|-|-|\n|\n\n",
    "漢", "😀", "\u00a0", "<a:", "<http://a> ", "(", "'", '"', "x*x",
]
# fmt: on
DOCUMENTS_OF_COST = {
    "reference with a long address": filled("[a] ", "[a]: /" + "x" * 30_000 + "\n\n"),
    "reference with a long title": filled("[a] ", '[a]: /x "' + "y" * 30_000 + '"\n\n'),
    "table with short rows": filled("|\n", "|" + "a|" * 256 + "\n|" + "-|" * 256 + "\n"),
    "many tables with short rows": filled("|" + "a|" * 99 + "\n|" + "-|" * 99 + "\n" + "a\n" * 300 + "\n"),
    "wide table": "|" + "a|" * 16_000 + "\n|" + "-|" * 16_000 + "\n",
    "one footnote, many references": filled("[^a]", "[^a]: x\n\n"),
    "open footnotes": filled("[^", "[^a]: x\n\n"),
    "images in images": "![" * 60 + filled("_")[:60_000] + "](x)" * 60,
    "links in links": "[" * 13_000 + "](x)" * 13_000,
    "growing code marks": filled("".join("`" * count + " " for count in range(1, 360))),
    "growing quotes": filled("\n".join(">" * count for count in range(1, 360))),
    "growing lists": filled("\n".join("  " * depth + "- a" for depth in range(250))),
    "long word": "a" * SOURCE_MAX,
    "long address": filled("a", "http://a.b/"),
    "long host": filled("a.", "http://"),
    "long e-mail address": filled("a", end="@b.co"),
    "long title": filled("c\n", '[a]: /b "'),
    "as many marks as allowed": filled("word ", "[" * 3_990 + "\n\n"),
    "as many images as allowed": filled("word ", "![" * 2_660 + "\n\n"),
    "as many addresses as allowed": filled("word ", "http://a.b/(" * 1_990 + "\n\n"),
    "as many blocks as allowed": filled("word ", "a\n\n" * 3_900),
    "as many tasks as allowed": filled("word ", "- [ ] a\n" * 1_990),
}
CODE = ["\\'", "$ ", "a\n", " \n", "{", "[\n", "+1", "<a ", "<!--", '"""', "/*", 'R"(', "$(", "a.", "<?php "]


@pytest.mark.advisory("CVE-2026-33079")
@pytest.mark.advisory("CVE-2026-76098")
@pytest.mark.advisory("CVE-2022-34749")
@pytest.mark.advisory("CVE-2025-68934")
@pytest.mark.parametrize(
    "source", [*map(filled, UNITS), *DOCUMENTS_OF_COST.values()], ids=[*map(repr, UNITS), *DOCUMENTS_OF_COST]
)
def test_the_largest_texts_end_and_stay_small(source):
    assert len(source.encode()) <= SOURCE_MAX
    # Refused is as good as shown.
    with suppress(TooComplex):
        assert len(render(source).html) <= 20 * len(source.encode())


@pytest.mark.advisory("CVE-2025-68934")
@pytest.mark.parametrize("language", ["c", "java", "javascript", "css", "html", "python", "csharp", "php"])
def test_hostile_code_ends(language):
    for unit in CODE:
        code = (unit * 19_000)[:19_000]

        assert len(render(f"```{language}\n{code}\n```").html) < 20 * len(code)
