"""Made-up texts in Markdown: a line, some paragraphs, or a long piece with heading, list, quote, table or code."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from flasky.lib.demo.phrases import Words, chance, phrase, pick, words_of

LATEST = 180.0  # days ago the oldest text is from
SHORT, MIDDLING = 0.3, 0.7
HAS_TITLE = 0.6
ABOUT_NOTHING = 0.2


@dataclass(frozen=True)
class Text:
    """A text, who wrote it (0 to 1 along the list of people, more often its beginning), and how many days ago."""

    title: str
    body: str
    author: float
    written: float


def text(seed: object, number: int) -> Text:
    """Return text number so and so of a seed; the same for the same seed."""
    by = chance(f"{seed} text {number}")
    title, body = _title_and_body(by)
    return Text(title=title, body=body, author=by.random() ** 1.7, written=LATEST * by.random() ** 1.5)


def _title_and_body(by: Random) -> tuple[str, str]:
    everything = words_of("texts.toml")
    topic: Words = {**everything["shared"], **by.choice(everything["topics"])}
    kind = by.random()
    if kind < SHORT:
        return "", _short(topic, by)
    if kind < MIDDLING:
        return (pick("title", topic, by) if by.random() < HAS_TITLE else ""), _middling(topic, by)
    return pick("title", topic, by), _long(topic, by)


def _short(topic: Words, by: Random) -> str:
    alone = by.random() < ABOUT_NOTHING
    said = pick("short" if alone else by.choice(["opening", "middle"]), topic, by)
    return said if by.random() < 0.7 else f"{said} {pick('ending', topic, by)}"


def _middling(topic: Words, by: Random) -> str:
    first = pick("opening", topic, by)
    return _paragraphs(first, *_some("middle", by.randint(1, 2), topic, by), pick("ending", topic, by))


def _long(topic: Words, by: Random) -> str:
    first, second, third, *rest = _some("middle", by.randint(3, 5), topic, by)
    extras = [part(topic, by) for part in by.sample(_extras(topic), k=by.randint(1, 3))]
    return _paragraphs(
        f"{pick('opening', topic, by)} {first}",
        f"{pick('bridge', topic, by)} {second}",
        *extras,
        third,
        f"## {pick('heading', topic, by)}",
        _list(topic, by),
        *rest,
        pick("ending", topic, by),
    )


def _extras(topic: Words) -> list[Callable[[Words, Random], str]]:
    parts = {"code": _code, "table": _table}
    return [_quote, _pointer, _footnote, *(part for name, part in parts.items() if name in topic)]


def _list(topic: Words, by: Random) -> str:
    steps = _some("step", by.randint(3, len(topic["step"])), topic, by)
    numbered = not steps[0].startswith("[") and by.random() < 0.5
    return "\n".join(f"{position}. {step}" if numbered else f"- {step}" for position, step in enumerate(steps, start=1))


def _quote(topic: Words, by: Random) -> str:
    return f"> {pick('quote', topic, by)}"


def _pointer(topic: Words, by: Random) -> str:
    return pick("pointer", topic, by)


def _footnote(topic: Words, by: Random) -> str:
    return f"{pick('bridge', topic, by)}[^1]\n\n[^1]: {pick('aside', topic, by)}"


def _code(topic: Words, by: Random) -> str:
    return by.choice(topic["code"]).strip()


def _table(topic: Words, _by: Random) -> str:
    head, *rows = topic["table"]
    return "\n".join([head, "|" + " --- |" * (head.count("|") - 1), *rows])


def _some(name: str, number: int, topic: Words, by: Random) -> list[str]:
    chosen = by.sample(topic[name], k=min(number, len(topic[name])))
    return [phrase(one, topic, by) for one in chosen]


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(parts)
