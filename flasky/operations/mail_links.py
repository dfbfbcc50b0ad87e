"""Links that letters carry: opened, used once, replaced."""

from sqlalchemy import update
from sqlalchemy.engine import CursorResult

from flasky.errors import LinkInvalid
from flasky.lib import clock
from flasky.models import LinkState, MailLink, Purpose, User
from flasky.models.mail_link import LIVES
from flasky.transaction import session


def open_link(user: User, *, purpose: Purpose, address: str) -> MailLink:
    """Make a link for a person that goes to an address, and replace their older ones of the same purpose.

    Ways back stand beside each other: a second change of address must not take the first one's way back away.
    """
    if purpose is not Purpose.WAY_BACK:
        replace(user, purpose=purpose)
    link = MailLink(purpose=purpose, user=user, address=address, expires_at=clock.now() + LIVES[purpose])
    session.add(link)
    session.flush()
    return link


def replace(user: User, *, purpose: Purpose) -> None:
    """End a person's open links of a purpose."""
    ours = (MailLink.user_id == user.id, MailLink.purpose == purpose, MailLink.state == LinkState.OPEN)
    session.execute(update(MailLink).where(*ours).values(state=LinkState.REPLACED))


def replace_later(link: MailLink) -> None:
    """End the open links of a link's person and purpose that were made after it."""
    theirs = (MailLink.user_id == link.user_id, MailLink.purpose == link.purpose, MailLink.id > link.id)
    session.execute(update(MailLink).where(*theirs, MailLink.state == LinkState.OPEN).values(state=LinkState.REPLACED))


def use(link: MailLink) -> None:
    """Mark a link as used. Of two that try at once, one succeeds. Raises LinkInvalid."""
    still_open = (MailLink.id == link.id, MailLink.state == LinkState.OPEN, MailLink.expires_at > clock.now())
    used = update(MailLink).where(*still_open).values(state=LinkState.USED, used_at=clock.now())
    result = session.execute(used)
    if not isinstance(result, CursorResult) or result.rowcount != 1:
        raise LinkInvalid
