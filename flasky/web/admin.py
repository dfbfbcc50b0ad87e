"""The administrators' first page: how the site is, and which letters could not go out."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.http import access, paging
from flasky.http.session import person
from flasky.mail import letters
from flasky.mail.letters import LetterKind
from flasky.models import ErrorGroup, Job, Letter
from flasky.operations import jobs
from flasky.queries import site
from flasky.web.answers import html

pages = Blueprint("admin", __name__)
DEAD_PER_PAGE = 50


@dataclass(frozen=True)
class DeadLetterOnPage:
    """A letter that will not be tried again, and why."""

    recipient: str
    subject: str
    error: str
    died_at: datetime | None
    replay_url: str


@dataclass(frozen=True)
class ErrorOnPage:
    """Errors of one kind and place."""

    kind: str
    place: str
    route: str
    traceback: str
    seen: int
    last_seen_at: datetime


@pages.get("/admin")
@access.allowed_to(access.ADMINISTRATORS)
def overview() -> Response:
    """Figures, and the letters that are dead, newest first."""
    figures = site.figures()
    dead = site.dead_letters(page=paging.page_request(DEAD_PER_PAGE))
    known = site.letters_of(dead.items)
    return html(
        "admin.html",
        figures=_rows(figures),
        dead_letters=[_dead_letter(job, known.get(job.id)) for job in dead.items],
        dead_letter_count=figures.dead,
        page=paging.neighbours(dead),
    )


@pages.post("/admin/letters/<id:job_id>/replay")
@access.allowed_to(access.ADMINISTRATORS)
def replay(job_id: int) -> Response:
    """Have a letter that was given up tried again."""
    was_dead = jobs.replay(person(), job=site.job(job_id))
    transaction.commit()
    flash(_("The letter is tried again now.") if was_dead else _("That was tried again before."), "success")
    return redirect(addresses.admin(), 303)


@pages.post("/admin/letters/replay")
@access.allowed_to(access.ADMINISTRATORS)
def replay_all() -> Response:
    """Have all letters that were given up tried again."""
    count = jobs.replay_all(person())
    transaction.commit()
    flash(ngettext("%(num)d letter is tried again now.", "%(num)d letters are tried again now.", count), "success")
    return redirect(addresses.admin(), 303)


@pages.get("/admin/errors")
@access.allowed_to(access.ADMINISTRATORS)
def errors() -> Response:
    """The kinds of errors that nobody foresaw, the newest kind first."""
    page = site.errors(page=paging.page_request(DEAD_PER_PAGE))
    return html("admin/errors.html", groups=[_error(group) for group in page.items], page=paging.neighbours(page))


@pages.get("/edit-profile/<id:user_id>")
@access.allowed_to(access.ADMINISTRATORS)
def old_editor(user_id: int) -> Response:
    """The editor of an account under the address of the book."""
    return redirect(addresses.account(user_id), 301)


def _rows(figures: site.Figures) -> list[tuple[str, str]]:
    return [
        (_("People"), _count(figures.people)),
        (_("Confirmed people"), _count(figures.confirmed)),
        (_("Posts"), _count(figures.posts)),
        (_("Jobs waiting"), _count(figures.waiting)),
        (_("Jobs given up"), _count(figures.dead)),
    ]


def _count(figure: int) -> str:
    return f"{figure}+" if figure >= site.COUNTED_TO else str(figure)


def _error(group: ErrorGroup) -> ErrorOnPage:
    return ErrorOnPage(group.kind, group.place, group.route, group.traceback, group.seen, group.last_seen_at)


def _dead_letter(job: Job, letter: Letter | None) -> DeadLetterOnPage:
    recipient = letter.recipient if letter else ""
    return DeadLetterOnPage(recipient, _subject(job), job.error, job.dead_at, addresses.replay(job.id))


def _subject(job: Job) -> str:
    """Return what a letter is about, or the name of another kind of job."""
    lane, _dot, kind = job.consequence.partition(".")
    return letters.subject(LetterKind(kind)) if lane == "letter" and kind in set(LetterKind) else job.consequence
