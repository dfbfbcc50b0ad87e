"""The links of letters: a signature over the id of a `mail_links` row, salted with the link's purpose."""

from itsdangerous import BadSignature, URLSafeSerializer

from flasky.errors import LinkInvalid, NotFound
from flasky.http.settings import settings
from flasky.lib import ids
from flasky.models import MailLink, Purpose, User
from flasky.queries import users

TOKEN_MAX = 200
SET_UP = "set_up"


def token_of(link: MailLink) -> str:
    """Return the token of a link. The same link has the same token always."""
    return _signer(Purpose(link.purpose)).dumps(str(link.id))


def link_of(token: str, *, purpose: Purpose) -> MailLink:
    """Return the link of a token that was signed for a purpose. One statement. Raises LinkInvalid."""
    try:
        return users.link_by_id(_id_in(_signer(purpose).loads(token[:TOKEN_MAX])))
    except (BadSignature, NotFound) as error:
        raise LinkInvalid from error


def open_link(token: str, *, purpose: Purpose, user: User | None = None) -> MailLink:
    """Return the open link of a token, the given person's own where one is given. Raises LinkInvalid."""
    link = link_of(token, purpose=purpose)
    if not link.is_open or (user is not None and link.user_id != user.id):
        raise LinkInvalid
    return link


def set_up_token() -> str:
    """Return the token of the page that makes the first administrator: the same until the key changes."""
    return _signer(SET_UP).dumps(SET_UP)


def check_set_up(token: str) -> None:
    """Raise LinkInvalid for anything but the token of the first administrator's page."""
    try:
        _signer(SET_UP).loads(token[:TOKEN_MAX])
    except BadSignature as error:
        raise LinkInvalid from error


def _id_in(identity: object) -> int:
    if isinstance(identity, str) and identity.isascii() and identity.isdigit() and int(identity) <= ids.LARGEST:
        return int(identity)
    raise NotFound


def _signer(purpose: str) -> URLSafeSerializer:
    keys = [*settings().secret_key_fallbacks, settings().secret_key or ""]
    return URLSafeSerializer(keys, salt=f"flasky.mail.{purpose}")
