"""Parts of addresses: an id is a number that fits a signed 64-bit column, a mark one of six, a feed one of three."""

from werkzeug.routing import BaseConverter, ValidationError

from flasky.lib import ids


class IdConverter(BaseConverter):
    """`<id:post_id>`: 1 to 19 digits, at most 2^63-1."""

    regex = r"[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        identity = int(value)
        if identity > ids.LARGEST or str(identity) != value:
            raise ValidationError
        return identity

    def to_url(self, value: object) -> str:
        return str(value)


class MarkConverter(BaseConverter):
    """`<mark:act>`: like, bookmark, boost, or one of them taken back."""

    regex = r"(?:un)?(?:like|bookmark|boost)"


class FeedConverter(BaseConverter):
    """`<feed:form>`: the forms a feed is written in."""

    regex = r"(?:atom|rss|json)"
