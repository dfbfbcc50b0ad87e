"""Jobs that fill home timelines, in steps of one transaction each: killed between two, the next worker goes on."""

from collections.abc import Callable

from flasky import transaction
from flasky.models import Event, Job, Post
from flasky.operations import jobs, timelines
from flasky.transaction import session


def to_followers(job: Job) -> None:
    """Put a new post, or one that more people may read now, into its author's followers' timelines."""
    _of_post(job, lambda post, reached: timelines.add_to_followers(post, reached=reached))


def to_tag_followers(job: Job) -> None:
    """Put a post into the timelines of those who follow one of its tags."""
    _of_post(job, lambda post, reached: timelines.add_to_tag_followers(post, reached=reached))


def boost(job: Job) -> None:
    """Put a boosted post into the timelines of the booster's followers; nothing when the boost was taken back."""
    booster = _actor_of(job)
    _of_post(job, lambda post, reached: timelines.add_boosted(post, booster_id=booster, reached=reached))


def unboost(job: Job) -> None:
    """Take a post out of the timelines that a boost brought it to; nothing when it is boosted again."""
    booster = _actor_of(job)
    _of_post(job, lambda post, _reached: timelines.remove_boosted(post, booster_id=booster) or None)


def fill(job: Job) -> None:
    """Make the timeline of who followed somebody, or came back, complete."""
    owner_id = _actor_of(job)
    if _in_steps(job, lambda reached: timelines.fill_from_people(owner_id, reached=reached)):
        timelines.complete(owner_id)
        _finish(job)


def clear(job: Job) -> None:
    """Take out of a timeline what somebody, or a tag, brought who is followed no more; then fill what else brings."""
    while timelines.remove_source(_actor_of(job), via_id=job.target_id):
        transaction.commit()
    fill(job)


HANDLERS: dict[str, Callable[[Job], None]] = {
    "feed.to_followers": to_followers,
    "feed.to_tag_followers": to_tag_followers,
    "feed.boost": boost,
    "feed.unboost": unboost,
    "feed.fill": fill,
    "feed.clear": clear,
}


def _of_post(job: Job, step: Callable[[Post, int], int | None]) -> None:
    def next_step(reached: int) -> int | None:
        post = session.get(Post, job.target_id, populate_existing=True)
        return step(post, reached) if post is not None else None

    if _in_steps(job, next_step):
        _finish(job)


def _in_steps(job: Job, step: Callable[[int], int | None]) -> bool:
    """Do a step and note how far it came, in one transaction, until none is left. False: another worker has the job."""
    while (reached := step(job.reached)) is not None:
        if not jobs.go_on(job, reached=reached):
            transaction.rollback()
            return False
        transaction.commit()
    return True


def _finish(job: Job) -> None:
    jobs.finish(job)
    transaction.commit()


def _actor_of(job: Job) -> int:
    event = session.get_one(Event, job.event_id)
    return event.actor_id or job.target_id
