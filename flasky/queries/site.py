"""What the site as a whole knows of itself."""

from dataclasses import dataclass

from sqlalchemy import ScalarSelect, Select, func, select

from flasky.config import Registration
from flasky.errors import NotFound
from flasky.lib import usernames
from flasky.lib.paging import Page, PageRequest
from flasky.models import Actor, ErrorGroup, Event, Job, Letter, Post, Site, User
from flasky.queries import roles
from flasky.queries.paginate import paginate
from flasky.transaction import session

REPORTED_MAX = 20
DEMO_SAMPLES = ("susan", "sam", "jack", "eric", "mayra", "bob")
DEMO_DOMAIN = "example.com"
"""No letter reaches anybody there (RFC 2606), so an address of it is no real person's."""

COUNTED_TO = 10_000
"""Where counting ends: a figure that has reached this says "so many or more"."""


@dataclass(frozen=True)
class Figures:
    """People (and how many of them confirmed), posts, facts and jobs that wait, dead jobs; each counted to 10,000."""

    people: int
    confirmed: int
    posts: int
    waiting: int
    dead: int


def chosen() -> Site | None:
    """Return what was chosen for the site, or None before anybody chose. One statement."""
    return session.get(Site, Site.ONLY)


def registration(site: Site | None, *, configured: Registration | None) -> Registration:
    """Return who may sign up: the one rule for every entrance. The setting stands above what was chosen on the page."""
    return configured or Registration((site.registration if site else "") or Registration.OPEN)


def figures() -> Figures:
    """Return the numbers of the administrator's first page. One statement, dear in no table."""
    row = session.execute(
        select(
            _counted(select(User.id)),
            _counted(select(User.id).where(User.confirmed_at.is_not(None))),
            _counted(select(Post.id).where(Post.deleted_at.is_(None))),
            _counted(select(Job.id).where(Job.due_at.is_not(None)))
            + _counted(select(Event.id).where(Event.waiting.is_(True))),
            _counted(select(Job.id).where(Job.dead_at.is_not(None))),
        )
    ).one()
    return Figures(*row)


def _counted(rows: Select[int]) -> ScalarSelect[int]:
    return select(func.count()).select_from(rows.limit(COUNTED_TO).subquery()).scalar_subquery()


def errors(*, page: PageRequest) -> Page[ErrorGroup]:
    """Return a page of the kinds of errors seen, newest kind first. One statement."""
    return paginate(select(ErrorGroup), ErrorGroup, page)


def errors_of_report(report_id: int) -> list[ErrorGroup]:
    """Return the kinds of errors that a report tells of, those seen most first. One statement."""
    theirs = select(ErrorGroup).where(ErrorGroup.report_id == report_id).order_by(ErrorGroup.reported.desc())
    return list(session.scalars(theirs.limit(REPORTED_MAX)))


def has_real_people() -> bool:
    """Tell whether an account may be somebody's: no administrator's, and not at DEMO_DOMAIN. One statement."""
    address = func.coalesce(User.email, User.pending_email, "")
    real = select(User.id).join(User.role).where(~roles.ADMINISTERS, ~address.endswith(f"@{DEMO_DOMAIN}"))
    return session.scalar(real.limit(1)) is not None


def has_demo() -> bool:
    """Tell whether one of the demo's six samples is here, by their names. One indexed statement."""
    keys = [usernames.key_of(name) for name in DEMO_SAMPLES]
    statement = select(User.id).join(User.actor).where(Actor.domain == "", Actor.username_key.in_(keys))
    return session.scalar(statement.where(User.email.endswith(f"@{DEMO_DOMAIN}")).limit(1)) is not None


def demo_people(*, limit: int | None = None) -> list[Actor]:
    """Return the actors of the accounts at DEMO_DOMAIN that do not administer the site, all or some. One statement."""
    statement = select(Actor).join(User, User.actor_id == Actor.id).join(User.role)
    made_up = statement.where(~roles.ADMINISTERS, User.email.endswith(f"@{DEMO_DOMAIN}"))
    return list(session.scalars(made_up.limit(limit)))


def posts_of(actors: list[Actor]) -> int:
    """Count the posts, no comments, that some actors wrote, deleted ones too. One statement."""
    theirs = Post.author_id.in_([actor.id for actor in actors])
    written = select(func.count(Post.id)).where(theirs, Post.reply_to_id.is_(None))
    return session.scalar(written) or 0


def dead_letters(*, page: PageRequest) -> Page[Job]:
    """Return a page of dead jobs, newest first. One statement."""
    return paginate(select(Job).where(Job.dead_at.is_not(None)), Job, page)


def job(job_id: int) -> Job:
    """Return a job by its id. One statement. Raises NotFound."""
    found = session.get(Job, job_id)
    if found is None:
        raise NotFound
    return found


def letters_of(jobs: list[Job]) -> dict[int, Letter]:
    """Return the letters of some jobs, by job id. One statement."""
    found = session.scalars(select(Letter).where(Letter.job_id.in_([job.id for job in jobs])))
    return {letter.job_id: letter for letter in found}
