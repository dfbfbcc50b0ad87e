"""The one list of what HTML may be shown. Everything that leaves this package has passed it, last.

Never add svg, math, style, iframe or anything that switches the parser's rules: the published ways around ammonia
(CVE-2021-38193 and the changelog of ammonia 4.1.2) all need one of them.
"""

from __future__ import annotations

import re

import nh3
from pygments.token import STANDARD_TYPES

from .addresses import SCHEMES, is_local
from .highlight import LANGUAGES

LINK_REL = "nofollow ugc noopener"

_BLOCKS = {"blockquote", "div", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"}
_TABLES = {"table", "tbody", "td", "th", "thead", "tr"}
_INLINES = {"a", "br", "code", "em", "input", "label", "s", "span", "strong", "sup"}
TAGS = _BLOCKS | _TABLES | _INLINES

ATTRIBUTES = {
    "a": {"href", "title", "id", "aria-label"},
    "div": {"aria-label"},
    "li": {"id"},
    "ol": {"start"},
}

# An attribute that is listed here must have one of these values.
ATTRIBUTE_VALUES = {
    "a": {"role": {"doc-noteref", "doc-backlink"}},
    "div": {"role": {"group"}, "tabindex": {"0"}},
    "input": {"type": {"checkbox"}, "disabled": {""}, "checked": {""}},
    "pre": {"tabindex": {"0"}},
    "th": {"scope": {"col"}},
}

# These are written whatever was there: no other input, and none that can be changed, can come out.
FORCED_VALUES = {"input": {"type": "checkbox", "disabled": ""}}

_ALIGNMENTS = {"align-left", "align-center", "align-right"}

CLASSES = {
    "a": {"footnote-backref", "hashtag", "mention"},
    "code": {f"language-{name}" for name in LANGUAGES},
    "div": {"footnotes", "highlight", "table-scroll"},
    "li": {"task-list-item"},
    "ol": {"contains-task-list"},
    "span": {name for name in STANDARD_TYPES.values() if name},
    "sup": {"footnote-ref"},
    "td": _ALIGNMENTS,
    "th": _ALIGNMENTS,
    "ul": {"contains-task-list"},
}

_FOOTNOTE_ID = re.compile(r"fn(?:ref)?-[0-9a-f]{8}-\d+(?:-\d+)?")
_LIST_START = re.compile(r"\d{1,9}")


def clean(html: str) -> str:
    """Reduce HTML to what the list allows. Cleaning what our writer made a second time changes nothing."""
    return _CLEANER.clean(html)


def _attribute(_tag: str, name: str, value: str) -> str | None:
    """Keep an attribute or drop it. A free id could shadow what our scripts and labels look for (DOM clobbering)."""
    if name == "id":
        return value if _FOOTNOTE_ID.fullmatch(value) else None
    if name == "start":
        return value if _LIST_START.fullmatch(value) else None
    return value


def _relative(address: str) -> str | None:
    return address if is_local(address) else None


# Building it costs a hundred times as much as using it once, and it may be shared between threads.
_CLEANER = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags={"script", "style"},
    attributes=ATTRIBUTES,
    tag_attribute_values=ATTRIBUTE_VALUES,
    set_tag_attribute_values=FORCED_VALUES,
    allowed_classes=CLASSES,
    attribute_filter=_attribute,
    url_schemes=SCHEMES,
    url_relative=_relative,
    link_rel=LINK_REL,
)
