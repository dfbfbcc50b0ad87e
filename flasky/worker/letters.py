"""Jobs that send a letter."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from flasky import addresses, transaction
from flasky.config import Settings
from flasky.http import tokens
from flasky.http.settings import settings
from flasky.lib import ids
from flasky.mail import letters, sender
from flasky.mail.letters import LetterKind
from flasky.models import Job, Letter, MailLink, User
from flasky.operations import jobs
from flasky.operations import letters as operation
from flasky.transaction import session


class GivenUp(Exception):
    """A job that no further try can do."""


@dataclass(frozen=True)
class Draft:
    """What a letter says and to whom."""

    recipient: str
    username: str
    link: str | None
    at: datetime


def send(job: Job) -> None:
    """Compose the letter of a job and hand it to the mail server; then mark letter and job in one transaction.

    Killed between the server's word and the mark, the letter goes once more, under the same Message-ID.
    """
    kind = LetterKind(job.consequence.removeprefix("letter."))
    draft = DRAFTS[kind](job)
    if draft is None:
        jobs.finish(job)
        transaction.commit()
        return
    letter = _letter(job, kind, draft)
    transaction.commit()
    _hand_over(letter, kind, draft)
    operation.mark_sent(letter)
    jobs.finish(job)
    transaction.commit()


def site(of: Settings) -> letters.Site:
    """Return how the site signs its letters."""
    return letters.Site("Flasky", of.flasky_site_url, of.flasky_mail_sender, of.flasky_mail_subject_prefix)


def way_out(of: Settings) -> sender.Smtp | sender.Outbox:
    """Return where letters go: the mail server of the settings, else the outbox folder and the terminal."""
    if not of.mail_server:
        return sender.Outbox(of.outbox, sys.stdout)
    return sender.Smtp(
        host=of.mail_server,
        port=of.mail_port,
        use_tls=of.mail_use_tls,
        use_ssl=of.mail_use_ssl,
        username=of.mail_username or None,
        password=of.mail_password or None,
    )


def _letter(job: Job, kind: LetterKind, draft: Draft) -> Letter:
    message_id = letters.message_id(job.id, site(settings()))
    return operation.letter_of(job, kind=kind, recipient=draft.recipient, message_id=message_id)


def _hand_over(letter: Letter, kind: LetterKind, draft: Draft) -> None:
    try:
        message = letters.compose(
            kind,
            site=site(settings()),
            recipient=letter.recipient,
            message_id=letter.message_id,
            username=draft.username,
            link=draft.link,
            at=draft.at,
        )
        sender.send(message, via=way_out(settings()))
    except (sender.Refused, ValueError) as error:
        raise GivenUp(str(error)) from error


def _with_link(path: Callable[[str], str]) -> Callable[[Job], Draft | None]:
    def draft(job: Job) -> Draft | None:
        link = session.get(MailLink, job.target_id)
        if link is None or not link.is_open:
            return None
        return Draft(link.address, link.user.username, _absolute(path(tokens.token_of(link))), ids.time_of(link.id))

    return draft


def _to_person(path: Callable[[], str]) -> Callable[[Job], Draft | None]:
    def draft(job: Job) -> Draft | None:
        user = session.get(User, job.target_id)
        if user is None or not user.address:
            return None
        return Draft(user.address, user.username, _absolute(path()), ids.time_of(job.event_id))

    return draft


def _absolute(path: str) -> str:
    return addresses.absolute(path, origin=settings().flasky_site_url)


DRAFTS: dict[LetterKind, Callable[[Job], Draft | None]] = {
    LetterKind.CONFIRM: _with_link(addresses.confirm_with),
    LetterKind.RESET: _with_link(addresses.reset_with),
    LetterKind.ADDRESS_CLAIMED_AGAIN: _to_person(addresses.login),
    LetterKind.PASSWORD_CHANGED: _to_person(addresses.reset),
}
HANDLERS: dict[str, Callable[[Job], None]] = {f"letter.{kind}": send for kind in LetterKind}
