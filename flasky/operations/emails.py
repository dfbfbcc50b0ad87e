"""Another address for an account: asked for with the password, proved by a link, taken back by the old address."""

import secrets

from sqlalchemy.exc import IntegrityError

from flasky.errors import AddressTakenMeanwhile, EmailUnchanged, LinkInvalid, PasswordWrong
from flasky.lib import passwords
from flasky.models import EventKind, MailLink, Purpose, User
from flasky.operations import devices, events, logins, mail_links
from flasky.operations.users import address_of
from flasky.queries import users
from flasky.queries.acting import NOBODY, Nobody
from flasky.transaction import session


def ask_change(user: User, *, email: str, password: str) -> None:
    """Have a link sent to the address a person wants to use from now on.

    The answer is the same for an address that another account proved: its owner gets word, and nobody a link.
    Records EMAIL_CHANGE_ASKED or ADDRESS_CLAIMED_AGAIN.

    Raises EmailMalformed, EmailUnchanged, PasswordWrong.
    """
    address = address_of(email)
    if not user.verify_password(password):
        raise PasswordWrong("password")
    if address == user.address:
        raise EmailUnchanged
    user.pending_email = address
    owner = users.by_proved_email(address)
    if owner is not None:
        mail_links.replace(user, purpose=Purpose.CHANGE_EMAIL)
        events.record(EventKind.ADDRESS_CLAIMED_AGAIN, by=NOBODY, subject_id=owner.id)
        return
    link = mail_links.open_link(user, purpose=Purpose.CHANGE_EMAIL, address=address)
    events.record(EventKind.EMAIL_CHANGE_ASKED, by=user, subject_id=link.id)


def change(user: User, *, link: MailLink) -> None:
    """Take the address of a link as the account's, and give the old one seven days to take it back.

    Records EMAIL_CHANGED.

    Raises LinkInvalid for somebody else's, a used or an old link, and when another account proved the address first.
    """
    if link.purpose != Purpose.CHANGE_EMAIL or link.user_id != user.id or link.address != user.pending_email:
        raise LinkInvalid
    old = user.email
    mail_links.use(link)
    mail_links.replace(user, purpose=Purpose.RESET)
    try:
        with session.begin_nested():
            user.confirm()
    except IntegrityError as error:
        raise LinkInvalid from error
    if old is not None:
        back = mail_links.open_link(user, purpose=Purpose.WAY_BACK, address=old)
        events.record(EventKind.EMAIL_CHANGED, by=user, subject_id=back.id)


def take_back(acting: Nobody, *, link: MailLink) -> MailLink:
    """Give an account its former address back, for whoever reads that mailbox; return a link to set a new password.

    Whoever changed the address knew the password, so every login ends and the password works no more. Ways back that
    were opened later lead nowhere then; an earlier one still stands above this one.

    Raises LinkInvalid, and AddressTakenMeanwhile when another account proved the address since.
    """
    if link.purpose != Purpose.WAY_BACK:
        raise LinkInvalid
    password_hash = passwords.hash_password(secrets.token_urlsafe(32))
    mail_links.use(link)
    mail_links.replace_later(link)
    user = link.user
    for purpose in (Purpose.CHANGE_EMAIL, Purpose.RESET):
        mail_links.replace(user, purpose=purpose)
    try:
        with session.begin_nested():
            user.email, user.pending_email, user.password_hash = link.address, None, password_hash
    except IntegrityError as error:
        raise AddressTakenMeanwhile from error
    logins.end_all(user)
    devices.forget(user)
    reset = mail_links.open_link(user, purpose=Purpose.RESET, address=link.address)
    events.record(EventKind.RESET_ASKED, by=acting, subject_id=reset.id)
    return reset
