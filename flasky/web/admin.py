"""The administrators' first page: how the site is, and which letters could not go out."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flasky.http import access, paging
from flasky.models import Job, Letter
from flasky.queries import site

pages = Blueprint("admin", __name__)
DEAD_PER_PAGE = 50


@dataclass(frozen=True)
class DeadLetterOnPage:
    """A letter that will not be tried again, and why."""

    recipient: str
    subject: str
    error: str
    died_at: datetime | None


@pages.get("/admin")
@access.allowed_to(access.ADMINISTRATORS)
def overview() -> Response:
    """Figures, and the letters that are dead, newest first."""
    figures = site.figures()
    dead = site.dead_letters(page=paging.page_request(DEAD_PER_PAGE))
    letters = site.letters_of(dead.items)
    html = render_template(
        "admin.html",
        figures=_rows(figures),
        dead_letters=[_dead_letter(job, letters.get(job.id)) for job in dead.items],
        dead_letter_count=figures.dead,
        newer_url=paging.newer_url(dead),
        older_url=paging.older_url(dead),
    )
    return Response(html, mimetype="text/html")


def _rows(figures: site.Figures) -> list[tuple[str, int]]:
    return [
        (_("People"), figures.people),
        (_("Confirmed people"), figures.confirmed),
        (_("Posts"), figures.posts),
        (_("Jobs waiting"), figures.waiting),
        (_("Jobs given up"), figures.dead),
    ]


def _dead_letter(job: Job, letter: Letter | None) -> DeadLetterOnPage:
    recipient = letter.recipient if letter else ""
    return DeadLetterOnPage(recipient, letter.kind if letter else job.consequence, job.error, job.dead_at)
