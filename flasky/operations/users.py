"""Accounts: sign-up, proof of the address, passwords, roles."""

from typing import Any

from sqlalchemy.exc import IntegrityError

from flasky.config import Registration
from flasky.errors import (
    EmailMalformed,
    EmailTaken,
    LinkInvalid,
    PasswordCommon,
    PasswordTooLong,
    PasswordTooShort,
    PasswordWrong,
    RegistrationClosed,
    UsernameMalformed,
    UsernameTaken,
)
from flasky.lib import clock, emails, guessing, passwords, usernames
from flasky.models import Actor, EventKind, MailLink, Purpose, Role, User
from flasky.operations import devices, events, logins, mail_links
from flasky.queries import actors, roles, users
from flasky.queries.acting import NOBODY, Acting, Nobody, Operator
from flasky.transaction import session


def register(acting: Nobody, *, email: str, username: str, password: str, registration: Registration) -> User:
    """Sign somebody up: the account claims the address and takes the name.

    The answer does not tell whether the address is known: its owner, if it has one, gets a letter instead of a link.
    `registration` is what `queries.site.registration` says. Records REGISTERED and CONFIRMATION_ASKED or
    ADDRESS_CLAIMED_AGAIN.

    Raises RegistrationClosed, EmailMalformed, UsernameMalformed, UsernameTaken, and what `check_password` raises.
    """
    if registration is not Registration.OPEN:
        raise RegistrationClosed
    address = address_of(email)
    check_name(username)
    check_password(password, known=(username, address))
    if usernames.is_reserved(username):
        raise UsernameTaken
    password_hash = passwords.hash_password(password)
    user = insert(username, password_hash=password_hash, pending_email=address, role=roles.default())
    events.record(EventKind.REGISTERED, by=acting, subject_id=user.id)
    ask_confirmation(user)
    return user


def create(acting: Operator, *, email: str, username: str, password: str, role: Role) -> User:
    """Make a confirmed account from the command line; reserved names and short passwords are allowed there.

    Records REGISTERED. Raises EmailMalformed, EmailTaken, UsernameMalformed, UsernameTaken.
    """
    address = address_of(email)
    check_name(username)
    password_hash = passwords.hash_password(password)
    if users.by_proved_email(address) is not None:
        raise EmailTaken
    user = insert(username, password_hash=password_hash, email=address, confirmed_at=clock.now(), role=role)
    events.record(EventKind.REGISTERED, by=acting, subject_id=user.id)
    return user


def ask_confirmation(user: User) -> None:
    """Have a confirmation letter sent to the address an account claims, or word to the one who proved it already.

    Records CONFIRMATION_ASKED or ADDRESS_CLAIMED_AGAIN; nothing for an account that is confirmed.
    """
    if user.confirmed or user.pending_email is None:
        return
    owner = users.by_proved_email(user.pending_email)
    if owner is not None and owner.id != user.id:
        events.record(EventKind.ADDRESS_CLAIMED_AGAIN, by=NOBODY, subject_id=owner.id)
        return
    link = mail_links.open_link(user, purpose=Purpose.CONFIRM, address=user.pending_email)
    events.record(EventKind.CONFIRMATION_ASKED, by=user, subject_id=link.id)


def confirm(user: User, *, link: MailLink, administrator: str) -> None:
    """Take the address of a link as proved; its owner becomes administrator if it is the configured one.

    Records CONFIRMED, and ROLE_CHANGED for the administrator.

    Raises LinkInvalid for somebody else's, a used or an old link, and when another account proved the address first.
    """
    if link.purpose != Purpose.CONFIRM or link.user_id != user.id or link.address != user.pending_email:
        raise LinkInvalid
    mail_links.use(link)
    _prove(user)
    events.record(EventKind.CONFIRMED, by=user, subject_id=user.id)
    if administrator and user.email == administrator:
        set_role(user, roles.by_name(Role.ADMINISTRATOR), by=user)


def change_password(user: User, *, old: str, new: str) -> None:
    """Change one's password and end every login. Records PASSWORD_CHANGED.

    Raises PasswordWrong, and what `check_password` raises.
    """
    check_password(new, known=(user.username, user.address))
    if not user.verify_password(old):
        raise PasswordWrong
    set_password(user, passwords.hash_password(new))


def ask_reset(acting: Nobody, *, email: str) -> None:
    """Have a reset letter sent to the stored address of whoever proved, else last claimed, the one given.

    Unknown addresses change nothing and answer the same. Records RESET_ASKED. Raises EmailMalformed.
    """
    address = address_of(email)
    user = users.by_proved_email(address) or users.newest_claim(address)
    if user is not None:
        link = mail_links.open_link(user, purpose=Purpose.RESET, address=user.address)
        events.record(EventKind.RESET_ASKED, by=acting, subject_id=link.id)


def reset_password(acting: Nobody, *, link: MailLink, password: str) -> User:  # noqa: ARG001 - the actor of every operation
    """Set a new password by a link, and end every login. Records PASSWORD_CHANGED.

    Raises LinkInvalid, and what `check_password` raises.
    """
    if link.purpose != Purpose.RESET:
        raise LinkInvalid
    check_password(password, known=(link.user.username, link.user.address))
    password_hash = passwords.hash_password(password)
    mail_links.use(link)
    set_password(link.user, password_hash)
    return link.user


def rehash(user: User, *, password_hash: str) -> None:
    """Store a stronger hash of the password a person just gave."""
    user.password_hash = password_hash
    session.flush()


def address_of(email: str) -> str:
    """Return the one spelling of an address. Raises EmailMalformed."""
    address = emails.normalized(email)
    if address is None:
        raise EmailMalformed
    return address


def check_name(username: str) -> None:
    """Raise UsernameMalformed for what cannot be a username."""
    if not usernames.is_allowed(username):
        raise UsernameMalformed


def check_password(password: str, *, known: tuple[str, ...]) -> None:
    """Raise PasswordTooShort, PasswordTooLong or PasswordCommon; `known` is what everybody knows of the person."""
    if len(password) < passwords.PASSWORD_MIN:
        raise PasswordTooShort
    if len(password) > passwords.PASSWORD_MAX:
        raise PasswordTooLong
    if guessing.is_common(password, known=known):
        raise PasswordCommon


def insert(username: str, **columns: Any) -> User:
    """Store an account. Of two that want one name or address, one gets it. Raises UsernameTaken, EmailTaken."""
    if actors.is_taken(username):
        raise UsernameTaken
    user = User(actor=Actor.named(username), **columns)
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError as error:
        raise (UsernameTaken if actors.is_taken(username) else EmailTaken) from error
    return user


def _prove(user: User) -> None:
    try:
        with session.begin_nested():
            user.confirm()
    except IntegrityError as error:
        raise LinkInvalid from error


def set_password(user: User, password_hash: str) -> None:
    """Replace a person's password; end every login and reset link, know no device. Records PASSWORD_CHANGED."""
    user.password_hash = password_hash
    session.flush()
    logins.end_all(user)
    devices.forget(user)
    mail_links.replace(user, purpose=Purpose.RESET)
    events.record(EventKind.PASSWORD_CHANGED, by=user, subject_id=user.id)


def set_role(user: User, role: Role, *, by: Acting) -> None:
    """Give a person a role, whoever they are. Records ROLE_CHANGED."""
    user.role = role
    session.flush()
    events.record(EventKind.ROLE_CHANGED, by=by, subject_id=user.id)
