"""Parts of addresses: an id is a number that fits a signed 64-bit column, a mark one of six, a feed one of three."""

from werkzeug.routing import BaseConverter

from flasky.lib import ids


def up_to(largest: int) -> str:
    """Return a regular expression of the whole numbers from 0 to one, without a zero before them.

    The number is judged while routes are matched: where a converter refuses it later, an address that takes several
    methods answers 405 to the second of them.
    """
    digits = str(largest)
    shorter = f"0|[1-9][0-9]{{0,{len(digits) - 2}}}"
    smaller = [
        f"{digits[:place]}[{0 if place else 1}-{int(digit) - 1}][0-9]{{{len(digits) - place - 1}}}"
        for place, digit in enumerate(digits)
        if int(digit) > (0 if place else 1)
    ]
    return "|".join([shorter, *smaller, digits])


class IdConverter(BaseConverter):
    """`<id:post_id>`: a number of at most 2^63-1."""

    regex = up_to(ids.LARGEST)

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: object) -> str:
        return str(value)


class MarkConverter(BaseConverter):
    """`<mark:act>`: like, bookmark, boost, or one of them taken back."""

    regex = r"(?:un)?(?:like|bookmark|boost)"


class FeedConverter(BaseConverter):
    """`<feed:form>`: the forms a feed is written in."""

    regex = r"(?:atom|rss|json)"
