"""Pages without the indentation of their templates, which is a tenth of what a reader would have to load."""

import re
from collections.abc import Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

INDENTATION = re.compile(r"\s*\n\s*")


class Compact(Extension):
    """Shortens white space with a line's end in it to that line's end, when a template is compiled.

    Words stay as far apart as they were, since a line's end is white space too. No template writes what stands inside
    `pre` or `textarea` itself; letters keep their lines.
    """

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Yield the tokens of a template, those of its own text shortened."""
        name = stream.name or ""
        is_page = name.endswith(".html") and not name.startswith("mail/")
        for token in stream:
            is_own = is_page and token.type == "data"
            yield Token(token.lineno, "data", INDENTATION.sub("\n", token.value)) if is_own else token
