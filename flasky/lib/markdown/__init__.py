"""Markdown in, safe HTML out: the one engine for preview, pages, API, feeds and mail.

    source -> sources.clean -> grammar.parse -> shape.document -> writer.html_of (policy.clean is last)

`limits` says what is refused, `policy` what may come out. Bump RENDERER when the same source gives other HTML, so that
a job can find what to render again.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from html import escape

from . import excerpt, grammar, plain, shape, sources, writer
from .grammar import Dialect
from .limits import SOURCE_MAX, Reason, TooComplex
from .names import Names, names_in

__all__ = ["RENDERER", "SOURCE_MAX", "Dialect", "Reason", "Rendered", "TooComplex", "first_words", "names_in", "render"]

RENDERER: int = 2
"""Version of the rules, stored beside the HTML."""

_FIRST_WORDS_MAX = 100

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Rendered:
    """What is stored beside a source.

    `html` is all of it; `excerpt` is HTML of its first blocks (about 700 characters of text), without ids and
    footnotes; `has_more` says whether the excerpt leaves anything out; `text` is its words on one line.
    `mentions` are the usernames that are linked, `tags` key and name of each tag, both in order and once.
    """

    html: str
    excerpt: str
    has_more: bool
    text: str
    mentions: tuple[str, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()


def render(source: str, *, dialect: Dialect = Dialect.POST, people: Collection[str] = ()) -> Rendered:
    """Turn Markdown into safe HTML: CommonMark, tables, strikethrough, task lists, footnotes, colored code, bare links.

    `#tag` is linked, and `@name` for the `people` given: their usernames as registered; `names_in` tells whom to look
    up. Dialect.COMMENT knows no headings, rules, tables, task lists, images and footnotes. Raw HTML is shown as it was
    typed. Costs up to a quarter of a second of CPU, 5 ms for a usual post.

    Raises TooComplex, and nothing else.
    """
    cleaned = sources.clean(source)
    try:
        return _rendered(cleaned, dialect, Names(people))
    except TooComplex:
        raise
    # The rule is to catch what is known. Here nothing is: this stands between one post that meets a bug in a parser
    # or lexer and a page that fails for all its readers (CVE-2025-69534, CVE-2026-50129). It is reported, not hidden.
    except Exception:  # noqa: BLE001
        _log.exception("Markdown could not be rendered; its source is shown instead")
        return _as_typed(cleaned)


def first_words(text: str, count: int = 6) -> str:
    """The first words of `Rendered.text`, to name a post without a title: 100 characters at most."""
    return " ".join(text.split(maxsplit=count)[:count])[:_FIRST_WORDS_MAX].rstrip()


def _rendered(source: str, dialect: Dialect, names: Names) -> Rendered:
    mark = sha256(source.encode()).hexdigest()[:8]
    document = shape.document(grammar.parse(source, dialect), mark=mark, names=names)
    beginning, has_more = excerpt.excerpt_of(document)
    html = writer.html_of([*document.body, *document.footnotes])
    return Rendered(html, beginning, has_more, document.text, names.mentions, names.tags)


def _as_typed(source: str) -> Rendered:
    words = plain.folded(source)
    beginning = plain.cut(words, excerpt.LENGTH)
    return Rendered(html=_paragraph(source), excerpt=_paragraph(beginning), has_more=beginning != words, text=words)


def _paragraph(words: str) -> str:
    return f"<p>{escape(words, quote=False)}</p>\n"
