"""Jobs that send a letter."""

from collections.abc import Callable
from dataclasses import replace

from flasky import addresses, transaction
from flasky.errors import NotFound
from flasky.http import scopes, sites, tokens
from flasky.http.mail import site, way_out
from flasky.http.settings import settings
from flasky.lib import ids
from flasky.mail import letters, sender
from flasky.mail.letters import Draft, LetterKind
from flasky.models import GrantKind, Job, Letter
from flasky.operations import jobs
from flasky.operations import letters as operation
from flasky.queries import grants, users
from flasky.queries import site as site_queries
from flasky.worker import news_letters


class GivenUp(Exception):
    """A job that no further try can do."""


def send(job: Job) -> None:
    """Compose the letter of a job and hand it to the mail server; then mark letter and job in one transaction.

    Killed between the server's word and the mark, the letter goes once more, under the same Message-ID.
    """
    kind = LetterKind(job.consequence.removeprefix("letter."))
    draft = _draft(job, kind)
    if draft is None:
        jobs.finish(job)
        transaction.commit()
        return
    of = site(settings(), name=sites.current().name)
    letter = operation.letter_of(job, kind=kind, recipient=draft.recipient, message_id=letters.message_id(job.id, of))
    transaction.commit()  # nothing is asked of the database while a mail server is spoken to
    _hand_over(letter, draft, of)
    operation.mark_sent(letter)
    if kind is LetterKind.DIGEST:
        news_letters.note_digest(job, draft)
    jobs.finish(job)
    transaction.commit()


def _hand_over(letter: Letter, draft: Draft, of: letters.Site) -> None:
    try:
        as_before = replace(draft, recipient=letter.recipient)
        message = letters.compose(LetterKind(letter.kind), as_before, site=of, message_id=letter.message_id)
        sender.send(message, via=way_out(settings()))
    except (sender.Refused, ValueError) as error:
        raise GivenUp(str(error)) from error


def _draft(job: Job, kind: LetterKind) -> Draft | None:
    """Return what a letter says, or None for one that has become pointless."""
    try:
        return DRAFTS[kind](job)
    except NotFound:
        return None


def _with_link(path: Callable[[str], str]) -> Callable[[Job], Draft | None]:
    def draft(job: Job) -> Draft | None:
        link = users.link_by_id(job.target_id)
        if not link.is_open:
            return None
        return Draft(link.address, link.user.username, _absolute(path(tokens.token_of(link))), ids.time_of(link.id))

    return draft


def _to_person(path: Callable[[], str]) -> Callable[[Job], Draft | None]:
    def draft(job: Job) -> Draft | None:
        user = users.by_id(job.target_id)
        if not user.address:
            return None
        return Draft(user.address, user.username, _absolute(path()), ids.time_of(job.event_id))

    return draft


def _new_device(job: Job) -> Draft | None:
    device = users.device_by_id(job.target_id)
    user = users.by_id(device.user_id)
    if not user.address:
        return None
    words = {"device": device.name, "network": device.network}
    return Draft(user.address, user.username, _absolute(addresses.sessions()), ids.time_of(job.event_id), words)


def _new_access(job: Job) -> Draft | None:
    grant = grants.begun(job.target_id)
    if not grant.user.address:
        return None
    is_app = grant.kind == GrantKind.APP
    words = {"name": grant.name, "is_app": is_app, "sentences": scopes.of_grant(grant)}
    link = _absolute(addresses.own_apps() if is_app else addresses.own_tokens())
    return Draft(grant.user.address, grant.user.username, link, ids.time_of(job.event_id), words)


def _new_user(job: Job) -> Draft | None:
    """To FLASKY_ADMIN, unless it is unset or its owner is who joined (row E4 of the seeds)."""
    user, administrator = users.by_id(job.target_id), settings().flasky_admin
    if not administrator or user.email == administrator:
        return None
    words = {"newcomer": user.username, "address": user.address}
    link = _absolute(addresses.author(user.actor))
    return Draft(administrator, _name_at(administrator), link, ids.time_of(job.event_id), words)


def _application_error(job: Job) -> Draft | None:
    groups, administrator = site_queries.errors_of_report(job.target_id), settings().flasky_admin
    if not groups or not administrator:
        return None
    words = {"groups": groups, "count": sum(group.reported for group in groups)}
    link = _absolute(addresses.errors())
    return Draft(administrator, _name_at(administrator), link, ids.time_of(job.event_id), words)


def _name_at(address: str) -> str:
    user = users.by_proved_email(address)
    return user.username if user else address.partition("@")[0]


def _absolute(path: str) -> str:
    return addresses.absolute(path, origin=settings().flasky_site_url)


DRAFTS: dict[LetterKind, Callable[[Job], Draft | None]] = {
    LetterKind.CONFIRM: _with_link(addresses.confirm_with),
    LetterKind.RESET: _with_link(addresses.reset_with),
    LetterKind.ADDRESS_CLAIMED_AGAIN: _to_person(addresses.login),
    LetterKind.PASSWORD_CHANGED: _to_person(addresses.reset),
    LetterKind.CHANGE_EMAIL: _with_link(addresses.change_email_with),
    LetterKind.EMAIL_CHANGED: _with_link(addresses.take_back_with),
    LetterKind.NEW_DEVICE: _new_device,
    LetterKind.NEW_ACCESS: _new_access,
    LetterKind.NEW_USER: _new_user,
    LetterKind.APPLICATION_ERROR: _application_error,
    LetterKind.NOTIFICATION: news_letters.notification,
    LetterKind.DIGEST: news_letters.digest,
}
HANDLERS: dict[str, Callable[[Job], None]] = {f"letter.{kind}": send for kind in DRAFTS}
