"""What stands between a viewer and other people, and the lists of who follows, blocks and mutes whom."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, exists, literal, or_, select, union_all
from sqlalchemy.orm import contains_eager
from sqlalchemy.orm.attributes import InstrumentedAttribute

from flasky.errors import NotFound
from flasky.lib import clock
from flasky.lib.paging import Page, PageRequest
from flasky.models import Actor, Base, Block, Follow, FollowRequest, Mute, User
from flasky.queries.paginate import paginate
from flasky.queries.visibility import Viewer
from flasky.transaction import session

Row = TypeVar("Row", bound=Base)


@dataclass(frozen=True)
class Relation:
    """What stands between a viewer and one other person, as the viewer sees it."""

    follows: bool = False
    followed_by: bool = False
    requested: bool = False
    """The viewer asked to follow them and waits for the answer."""
    asks: bool = False
    """They asked to follow the viewer."""
    blocks: bool = False
    blocked_by: bool = False
    mutes: bool = False

    @property
    def is_apart(self) -> bool:
        """Whether a block stands between the two, from either side."""
        return self.blocks or self.blocked_by


STRANGERS = Relation()


def between(viewer: Viewer, others: Collection[int]) -> Mapping[int, Relation]:
    """Return what stands between a viewer and other people, by actor id; strangers to each other where nothing does.

    One statement for a whole page of people; none for a visitor.
    """
    return between_actors(viewer.actor_id, others) if viewer is not None else _strangers()


def between_actors(mine: int, others: Collection[int]) -> Mapping[int, Relation]:
    """Return the same for the person behind an actor id. One statement."""
    found: dict[int, dict[str, bool]] = defaultdict(dict)
    if others:
        for name, other in session.execute(union_all(*_questions(mine, others))):
            found[other][name] = True
    known = _strangers()
    known.update({other: Relation(**facts) for other, facts in found.items()})
    return known


def with_one(viewer: Viewer, other: Actor) -> Relation:
    """Return what stands between a viewer and one other person. One statement; none for a visitor and for oneself."""
    if viewer is None or viewer.actor_id == other.id:
        return STRANGERS
    return between(viewer, [other.id])[other.id]


def columns(viewer: Viewer) -> list[ColumnElement[bool]]:
    """Return what stands between a viewer and the `Actor` of a statement as columns, none for a visitor: see `read`."""
    if viewer is None:
        return []
    return [exists().where(is_mine, other == Actor.id) for _name, other, is_mine in _pairs(viewer.actor_id)]


def read(values: Sequence[object]) -> Relation:
    """Return what the values of `columns` say."""
    return Relation(*map(bool, values))


def are_apart(one: int, other: int) -> bool:
    """Tell whether a block stands between two actors, from either side. One statement."""
    either = or_(
        (Block.actor_id == one) & (Block.target_id == other), (Block.actor_id == other) & (Block.target_id == one)
    )
    return session.scalar(select(Block.id).where(either).limit(1)) is not None


def require_meeting(viewer: User, other: Actor) -> None:
    """Raise NotFound when a person cannot come upon another: suspended, or a block between them. One statement."""
    if other.is_suspended or are_apart(viewer.actor_id, other.id):
        raise NotFound


def followers_of(actor: Actor, *, page: PageRequest) -> Page[Follow]:
    """Return a page of who follows somebody, newest first, the followers loaded. One statement.

    It holds everybody the counter counts. Whom the viewer may not come upon is for the door to leave nameless.
    """
    return paginate(_with(Follow, Follow.follower).where(Follow.followed_id == actor.id), Follow, page)


def followed_by(actor: Actor, *, page: PageRequest) -> Page[Follow]:
    """Return a page of whom somebody follows, newest first, the followed loaded. One statement; see `followers_of`."""
    return paginate(_with(Follow, Follow.followed).where(Follow.follower_id == actor.id), Follow, page)


def requests_to(user: User, *, page: PageRequest) -> Page[FollowRequest]:
    """Return a page of the requests to follow a person, newest first, those who ask loaded. One statement."""
    asked = _with(FollowRequest, FollowRequest.follower).where(FollowRequest.followed_id == user.actor_id)
    return paginate(asked.where(Actor.is_suspended.is_(False)), FollowRequest, page)


def blocked_by(user: User, *, page: PageRequest) -> Page[Block]:
    """Return a page of whom a person blocks, newest first, the blocked loaded. One statement."""
    return paginate(_with(Block, Block.target).where(Block.actor_id == user.actor_id), Block, page)


def muted_by(user: User, *, page: PageRequest) -> Page[Mute]:
    """Return a page of whom a person mutes now, newest first, the muted loaded. One statement."""
    holds = or_(Mute.until.is_(None), Mute.until > clock.now())
    return paginate(_with(Mute, Mute.target).where(Mute.actor_id == user.actor_id, holds), Mute, page)


def _strangers() -> defaultdict[int, Relation]:
    return defaultdict(lambda: STRANGERS)


def _pairs(mine: int) -> tuple[tuple[str, InstrumentedAttribute[int], ColumnElement[bool]], ...]:
    """Return each thing that may stand between, in the order of `Relation`: name, the other's id, that it is mine."""
    holds = or_(Mute.until.is_(None), Mute.until > clock.now())
    return (
        ("follows", Follow.followed_id, Follow.follower_id == mine),
        ("followed_by", Follow.follower_id, Follow.followed_id == mine),
        ("requested", FollowRequest.followed_id, FollowRequest.follower_id == mine),
        ("asks", FollowRequest.follower_id, FollowRequest.followed_id == mine),
        ("blocks", Block.target_id, Block.actor_id == mine),
        ("blocked_by", Block.actor_id, Block.target_id == mine),
        ("mutes", Mute.target_id, (Mute.actor_id == mine) & holds),
    )


def _questions(mine: int, others: Collection[int]) -> list[Select[str, int]]:
    """Return a statement for each thing that may stand between, each of (its name, the other's id)."""
    return [select(literal(name), other).where(is_mine, other.in_(others)) for name, other, is_mine in _pairs(mine)]


def _with(row: type[Row], person: InstrumentedAttribute[Actor]) -> Select[Row]:
    return select(row).join(person).options(contains_eager(person))
