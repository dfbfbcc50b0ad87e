"""What the site as a whole knows of itself."""

from dataclasses import dataclass

from sqlalchemy import func, select

from flasky.lib.paging import Page, PageRequest
from flasky.models import Event, Job, Letter, Post, User
from flasky.queries.paginate import paginate
from flasky.transaction import session


@dataclass(frozen=True)
class Figures:
    """How many people (and how many of them confirmed), posts, facts and jobs that wait, and jobs that are dead."""

    people: int
    confirmed: int
    posts: int
    waiting: int
    dead: int


def figures() -> Figures:
    """Return the numbers of the administrator's first page. One statement."""
    waiting = select(func.count(Job.id)).where(Job.due_at.is_not(None)).scalar_subquery()
    facts = select(func.count(Event.id)).where(Event.waiting.is_(True)).scalar_subquery()
    row = session.execute(
        select(
            select(func.count(User.id)).scalar_subquery(),
            select(func.count(User.id)).where(User.confirmed_at.is_not(None)).scalar_subquery(),
            select(func.count(Post.id)).where(Post.deleted_at.is_(None)).scalar_subquery(),
            waiting + facts,
            select(func.count(Job.id)).where(Job.dead_at.is_not(None)).scalar_subquery(),
        )
    ).one()
    return Figures(*row)


def dead_letters(*, page: PageRequest) -> Page[Job]:
    """Return a page of dead jobs, newest first. One statement."""
    return paginate(select(Job).where(Job.dead_at.is_not(None)), Job, page)


def letters_of(jobs: list[Job]) -> dict[int, Letter]:
    """Return the letters of some jobs, by job id. One statement."""
    found = session.scalars(select(Letter).where(Letter.job_id.in_([job.id for job in jobs])))
    return {letter.job_id: letter for letter in found}
