"""The links of letters: a signature over the id of a `mail_links` row, salted with the link's purpose."""

from itsdangerous import BadSignature, URLSafeSerializer

from flasky.errors import LinkInvalid, NotFound
from flasky.http.settings import settings
from flasky.lib import ids
from flasky.models import MailLink, Purpose, User
from flasky.queries import users

TOKEN_MAX = 200
SET_UP = "set_up"
UNSUBSCRIBE = "unsubscribe"
HOME_FEED = "home_feed"


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


def unsubscribe_token(user_id: int, *, what: str) -> str:
    """Return the token of the link that ends one kind of letters for one account. It has no end, and no row."""
    return _signer(UNSUBSCRIBE).dumps([str(user_id), what])


def read_unsubscribe(token: str) -> tuple[int, str]:
    """Return the account's id and the kind of letters of a link's token. Raises LinkInvalid."""
    try:
        user_id, what = _signer(UNSUBSCRIBE).loads(token[:TOKEN_MAX])
    except (BadSignature, TypeError, ValueError) as error:
        raise LinkInvalid from error
    return int(user_id), str(what)


def home_feed_token(user_id: int, *, number: int) -> str:
    """Return the token of somebody's own home as a feed. It holds as long as the account's number is that one."""
    return _signer(HOME_FEED).dumps([str(user_id), number])


def read_home_feed(token: str) -> tuple[int, int]:
    """Return the account's id and the number of a home feed's token. Raises LinkInvalid."""
    try:
        user_id, number = _signer(HOME_FEED).loads(token[:TOKEN_MAX])
    except (BadSignature, TypeError, ValueError) as error:
        raise LinkInvalid from error
    return int(user_id), int(number)


def _id_in(identity: object) -> int:
    if isinstance(identity, str) and identity.isascii() and identity.isdigit() and int(identity) <= ids.LARGEST:
        return int(identity)
    raise NotFound


def _signer(purpose: str) -> URLSafeSerializer:
    keys = [*settings().secret_key_fallbacks, settings().secret_key or ""]
    return URLSafeSerializer(keys, salt=f"flasky.mail.{purpose}")
