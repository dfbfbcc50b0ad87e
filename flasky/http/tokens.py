"""The links of letters: a signature over the id of a `mail_links` row, salted with the link's purpose."""

from itsdangerous import BadSignature, URLSafeSerializer

from flasky.config import Settings
from flasky.errors import LinkInvalid
from flasky.http.settings import settings
from flasky.lib import ids
from flasky.models import MailLink, Purpose
from flasky.transaction import session

TOKEN_MAX = 200


def token_of(link: MailLink) -> str:
    """Return the token of a link. The same link has the same token always."""
    return _serializer(Purpose(link.purpose), settings()).dumps(str(link.id))


def link_of(token: str, *, purpose: Purpose) -> MailLink:
    """Return the link of a token that was signed for a purpose. One statement. Raises LinkInvalid."""
    try:
        identity = _serializer(purpose, settings()).loads(token[:TOKEN_MAX])
    except BadSignature as error:
        raise LinkInvalid from error
    link = session.get(MailLink, int(identity)) if _is_id(identity) else None
    if link is None:
        raise LinkInvalid
    return link


def _is_id(identity: object) -> bool:
    return isinstance(identity, str) and identity.isascii() and identity.isdigit() and int(identity) <= ids.LARGEST


def _serializer(purpose: Purpose, settings: Settings) -> URLSafeSerializer:
    keys = [*settings.secret_key_fallbacks, settings.secret_key or ""]
    return URLSafeSerializer(keys, salt=f"flasky.mail.{purpose}")
