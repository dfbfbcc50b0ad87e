"""`@name` and `#tag` in the words of a text: what they are, and the links they become."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from urllib.parse import quote

from markdown_it.token import Token

from flasky.lib import tags

from .limits import MENTIONS_MAX, NAMED_MAX, TAGS_MAX, Reason, refuse_above
from .nodes import closing, opening, text

LOOKED_UP_MAX = 500
"""How many different names of one text are worth a look: ten times as many as it may mention."""

# Neither inside a word nor in an address; "@alice@example.org" is somebody of another site, "[x](#part)" no link.
_MENTION = r"(?<![\w/@#])@(?P<name>[A-Za-z][A-Za-z0-9_.]{0,63})(?![\w@])"
_SIGN = re.compile(rf"{_MENTION}|(?<![\w/@#&])(?<!\]\()(?P<tag>#)(?=\w)")
_TYPED = re.compile(_MENTION)


def names_in(source: str) -> list[str]:
    """Return the usernames, in lower case, that a source may mention: all it does and some more, 500 at most.

    Reads the source once and no Markdown, so what stands in code is among them.
    """
    found: dict[str, None] = {}
    for typed in _TYPED.finditer(source):
        found.update(dict.fromkeys(_spellings(typed["name"].lower())))
        if len(found) >= LOOKED_UP_MAX:
            break
    return list(found)[:LOOKED_UP_MAX]


class Names:
    """Whom and what one text names. `people` are the usernames, as registered, that are linked."""

    def __init__(self, people: Collection[str]) -> None:
        self._people = {username.lower(): username for username in people}
        self._typed: set[str] = set()
        self._places = {Reason.MENTIONS: 0, Reason.TAGS: 0}
        self._mentions: dict[str, None] = {}
        self._tags: dict[str, str] = {}

    @property
    def mentions(self) -> tuple[str, ...]:
        """The usernames that are linked, in order."""
        return tuple(self._mentions)

    @property
    def tags(self) -> tuple[tuple[str, str], ...]:
        """Key and name of each tag that is linked, in order, as it is written first."""
        return tuple(self._tags.items())

    def linked(self, words: str, *, after: str) -> Iterator[Token]:
        """Part words into text and links. `after` is the character before them, or nothing.

        Raises TooComplex when the text names too many.
        """
        words, start = after + words, len(after)
        for sign in _SIGN.finditer(words, start):
            if sign.start() < start:
                continue
            found = self._tag(words, sign.end()) if sign["tag"] else self._person(sign["name"])
            if found is None:
                continue
            shown, address, kind = found
            yield text(words[start : sign.start()])
            yield from (opening("a", {"href": address, "class": kind}), text(shown), closing("a"))
            start = sign.start() + len(shown)
        yield text(words[start:])

    def _person(self, typed: str) -> tuple[str, str, str] | None:
        name = next((name for name in _spellings(typed) if name.lower() in self._people), None)
        self._typed.add((name or typed).lower())
        self._count(Reason.MENTIONS, len(self._typed), MENTIONS_MAX)
        if name is None:
            return None
        username = self._people[name.lower()]
        self._mentions[username] = None
        return f"@{name}", f"/@{quote(username)}", "mention"

    def _tag(self, words: str, start: int) -> tuple[str, str, str] | None:
        typed = tags.beginning_of(words[start : start + tags.TAG_MAX + 1])
        name = tags.name_of(typed)
        if name is None:
            return None
        key = tags.key_of(name)
        self._tags.setdefault(key, name)
        self._count(Reason.TAGS, len(self._tags), TAGS_MAX)
        return f"#{typed}", f"/tags/{quote(key)}", "hashtag"

    def _count(self, reason: Reason, different: int, limit: int) -> None:
        self._places[reason] += 1
        refuse_above(limit, different, reason)
        refuse_above(NAMED_MAX, self._places[reason], reason)


def _spellings(typed: str) -> list[str]:
    """A dot may end a name or a sentence."""
    return list(dict.fromkeys((typed, typed.rstrip("."))))
