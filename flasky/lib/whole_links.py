"""The HTML of a text as it can be read elsewhere: every link and picture with its whole address."""

import re

_TAG = re.compile(r'<[a-z][a-z0-9]*(?:\s+[a-z-]+(?:="[^"]*")?)+\s*/?>')
_ADDRESS = re.compile(r'(\s(?:href|src|poster)=")(/(?!/)|#)([^"]*)')


def whole(html: str, *, origin: str, page: str) -> str:
    """Return HTML of the sanitiser with the site's origin before each path, and the page's address before each "#".

    The sanitiser writes every attribute between double quotes and no bare "<" or quote inside one, so that its tags can
    be told from its text without reading it a second time. Addresses of other sites stay as they are.
    """

    def with_whole_addresses(tag: re.Match[str]) -> str:
        return _ADDRESS.sub(
            lambda found: f"{found[1]}{origin if found[2] == '/' else page}{found[2]}{found[3]}", tag[0]
        )

    return _TAG.sub(with_whole_addresses, html)
