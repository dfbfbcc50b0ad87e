"""Who may see which posts and comments. Every query that hands any to a viewer begins here.

Three questions, each stricter than the one before: may somebody read this at its address (`visible_to`); may it stand
in a list of theirs (`listed_for`); do they want it there (`wanted_by`: without whom they mute).

A comment is as visible as the post it stands under. In a conversation a text that is not for the viewer leaves a
placeholder, so that numbers agree for everybody: `withheld` says why.
"""

from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, true
from sqlalchemy.orm import aliased, contains_eager
from sqlalchemy.orm.attributes import InstrumentedAttribute

from flasky.lib import clock
from flasky.models import Actor, Block, Follow, Like, Mute, Post, User, Visibility

Viewer = User | None
ActorId = InstrumentedAttribute[int] | int
Root = aliased(Post, name="root")
RootAuthor = aliased(Actor, name="root_author")
IS_POST = Post.reply_to_id.is_(None)


Conversation = Select[Post, bool, bool, bool]


class Withheld(StrEnum):
    """Why a viewer of a conversation gets a placeholder instead of a comment's text."""

    DELETED = "deleted"
    DISABLED = "disabled"
    SUSPENDED = "suspended"
    BLOCKED = "blocked"


def visible_to(viewer: Viewer) -> Select[Post]:
    """Return a statement of the posts and comments a viewer may read at their address, each with its author loaded."""
    return (
        select(Post)
        .join(Post.author)
        .outerjoin(Root, Post.root_id == Root.id)
        .outerjoin(RootAuthor, Root.author_id == RootAuthor.id)
        .options(contains_eager(Post.author))
        .where(_stands(Post, Actor, viewer), or_(Post.root_id.is_(None), _stands(Root, RootAuthor, viewer)))
    )


def readable_by(viewer: Viewer) -> Select[Post]:
    """Return a statement of the posts, no comments, that a viewer may read at their address, authors loaded."""
    stands = _stands(Post, Actor, viewer)
    return select(Post).join(Post.author).options(contains_eager(Post.author)).where(IS_POST, stands)


def listed_for(viewer: Viewer) -> Select[Post]:
    """Return a statement of what may stand in a viewer's lists: what they may read, but for LINK posts of others."""
    visible = visible_to(viewer)
    return visible.where(_is_listed(Post, viewer), or_(Post.root_id.is_(None), _is_listed(Root, viewer)))


def wanted_by(viewer: Viewer) -> Select[Post]:
    """Return a statement of what a viewer wants in lists that others fill: without the people they mute."""
    listed = listed_for(viewer)
    return listed if viewer is None else listed.where(~is_muted(by=viewer.actor_id, target=Post.author_id))


def posts_wanted_by(viewer: Viewer) -> Select[Post]:
    """Return a statement of the posts, no comments, that a viewer wants in lists that others fill.

    The same as `wanted_by` and one condition, without the joins to what a comment stands under.
    """
    return (
        select(Post).join(Post.author).options(contains_eager(Post.author)).where(is_wanted(Post, Actor, viewer=viewer))
    )


def chosen_posts_wanted_by(viewer: Viewer) -> Select[Post]:
    """Return the same statement for joins to rows that choose posts, of which none is a comment.

    It leaves out the one condition that has an index: SQLite would begin with all posts and look for those rows.
    """
    wanted = is_wanted_text(Post, Actor, viewer=viewer)
    return select(Post).join(Post.author).options(contains_eager(Post.author)).where(wanted)


def is_wanted(post: type[Post], author: type[Actor], *, viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition behind `posts_wanted_by`, on a post and its author under names of their own."""
    return and_(post.reply_to_id.is_(None), is_wanted_text(post, author, viewer=viewer))


def is_wanted_text(post: type[Post], author: type[Actor], *, viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition behind `chosen_posts_wanted_by`, on a post and its author."""
    listed = and_(_stands(post, author, viewer), _is_listed(post, viewer))
    return listed if viewer is None else and_(listed, ~is_muted(by=viewer.actor_id, target=post.author_id))


def is_for_followers(post: type[Post]) -> ColumnElement[bool]:
    """Return the part of that condition that is the same for all followers of an author, and asks no other table."""
    return and_(post.reply_to_id.is_(None), _is_there(post), post.visibility != Visibility.LINK)


def is_own_in_lists(post: type[Post], *, viewer: User) -> ColumnElement[bool]:
    """Return the condition that a post is the viewer's own and stands."""
    return and_(post.author_id == viewer.actor_id, post.reply_to_id.is_(None), _is_there(post))


def may_read_of(viewer: User, author: type[Actor]) -> ColumnElement[bool]:
    """Return the condition on an author that a viewer wants their posts in lists, whichever posts those are."""
    return and_(
        author.is_suspended.is_(False),
        _no_block(viewer, author.id),
        ~is_muted(by=viewer.actor_id, target=author.id),
    )


def by_author(actor: Actor, *, viewer: Viewer) -> Select[Post]:
    """Return a statement of the visible posts of one author that reply to nothing; muted or not: one went there."""
    return (
        select(Post)
        .join(Post.author)
        .options(contains_eager(Post.author))
        .where(Post.author_id == actor.id, Post.reply_to_id.is_(None))
        .where(_stands(Post, Actor, viewer), _is_listed(Post, viewer))
    )


def comments_by(actor: Actor, *, viewer: Viewer) -> Select[Post]:
    """Return a statement of one author's comments that a viewer may see in a list."""
    return listed_for(viewer).where(Post.author_id == actor.id, Post.reply_to_id.is_not(None))


def once_visible_to(viewer: Viewer) -> Select[int]:
    """Return a statement of the ids of deleted posts that a viewer could see while they were there."""
    could = _could_stand(Post, Actor, viewer)
    return select(Post.id).join(Post.author).where(Post.reply_to_id.is_(None), Post.deleted_at.is_not(None), could)


def conversation(viewer: Viewer) -> Conversation:
    """Return a statement of comments as they stand under a post that the viewer may see: placeholders are among them.

    Rows of (comment with its author, whether a block stands between, whether the viewer mutes the author, whether
    the viewer likes it). The caller names the post, by `Post.root_id`.
    """
    blocked: ColumnElement[bool] = false()
    muted: ColumnElement[bool] = false()
    liked: ColumnElement[bool] = false()
    if viewer is not None:
        me = viewer.actor_id
        blocked, muted = ~_no_block(viewer, Post.author_id), is_muted(by=me, target=Post.author_id)
        liked = exists().where(Like.actor_id == me, Like.post_id == Post.id)
    return (
        select(Post, blocked.label("blocked"), muted.label("muted"), liked.label("liked"))
        .join(Post.author)
        .options(contains_eager(Post.author))
        .where(Post.reply_to_id.is_not(None), keeps_its_place(viewer))
    )


def keeps_its_place(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition that a comment is there or leaves a placeholder.

    What is deleted leaves one as long as somebody answered it, and for its author while it can be brought back.
    """
    keeps = or_(Post.deleted_at.is_(None), Post.comment_count > 0)
    if viewer is None:
        return keeps
    return or_(keeps, and_(Post.author_id == viewer.actor_id, Post.erased_at.is_(None)))


def moderated_by(moderator: User) -> Select[Post]:
    """Return a statement of the comments a moderator may disable and enable: those under posts they may read.

    A block between the moderator and the writer of a comment hides nothing here, else whoever blocks the moderators
    would escape them.
    """
    return (
        select(Post)
        .join(Post.author)
        .join(Root, Post.root_id == Root.id)
        .join(RootAuthor, Root.author_id == RootAuthor.id)
        .options(contains_eager(Post.author))
        .where(Post.deleted_at.is_(None), Actor.is_suspended.is_(False), _stands(Root, RootAuthor, moderator))
    )


def comments_to_moderate(moderator: User) -> Select[Post, Post]:
    """Return a statement of what stands on a moderator's desk: (comment, its post), the authors of both loaded."""
    return with_post(moderated_by(moderator).where(_is_listed(Root, moderator)))


def with_post(comments: Select[Post]) -> Select[Post, Post]:
    """Return a statement of `moderated_by` as one of (comment, its post), the authors of both loaded."""
    return comments.add_columns(Root).options(contains_eager(Root.author.of_type(RootAuthor)))


def people_visible_to(viewer: Viewer) -> Select[Actor]:
    """Return a statement of the people a viewer may come upon in lists and completions: no block either way."""
    return select(Actor).where(Actor.is_suspended.is_(False), _no_block(viewer, Actor.id))


def may_meet(viewer: Viewer) -> ColumnElement[bool]:
    """Return the condition on `Actor` that a viewer may come upon them; see `people_visible_to`."""
    return and_(Actor.is_suspended.is_(False), _no_block(viewer, Actor.id))


def is_blocked(*, by: ActorId, target: ActorId) -> ColumnElement[bool]:
    """Return the condition that one blocks another."""
    return exists().where(Block.actor_id == by, Block.target_id == target)


def is_muted(*, by: ActorId, target: ActorId) -> ColumnElement[bool]:
    """Return the condition that one mutes another now."""
    holds = or_(Mute.until.is_(None), Mute.until > clock.now())
    return exists().where(Mute.actor_id == by, Mute.target_id == target, holds)


def withheld(post: Post, *, blocked: bool) -> Withheld | None:
    """Tell why a comment's text is kept from a viewer, or None. `blocked` says whether a block stands between them."""
    if post.deleted_at is not None:
        return Withheld.DELETED
    if post.hidden_at is not None:
        return Withheld.DISABLED
    if post.author.is_suspended:
        return Withheld.SUSPENDED
    return Withheld.BLOCKED if blocked else None


def _stands(post: type[Post], author: type[Actor], viewer: Viewer) -> ColumnElement[bool]:
    """Neither deleted nor hidden, by somebody who is not suspended, shown to this viewer, with no block between."""
    return and_(_is_there(post), _is_for(post, author, viewer))


def _could_stand(post: type[Post], author: type[Actor], viewer: Viewer) -> ColumnElement[bool]:
    """The same, deleted or not."""
    return and_(post.hidden_at.is_(None), _is_for(post, author, viewer))


def _is_for(post: type[Post], author: type[Actor], viewer: Viewer) -> ColumnElement[bool]:
    return and_(author.is_suspended.is_(False), _is_shown(post, viewer), _no_block(viewer, post.author_id))


def _is_there(post: type[Post]) -> ColumnElement[bool]:
    """Neither deleted nor hidden, in one: SQLite would prefer an index of deleted posts to one in the list's order."""
    return func.coalesce(post.deleted_at, post.hidden_at).is_(None)


def _is_shown(post: type[Post], viewer: Viewer) -> ColumnElement[bool]:
    to_all = post.visibility.in_((Visibility.PUBLIC, Visibility.LINK))
    if viewer is None:
        return to_all
    return or_(to_all, post.author_id == viewer.actor_id, _follows(viewer.actor_id, post.author_id))


def _is_listed(post: type[Post], viewer: Viewer) -> ColumnElement[bool]:
    listed = post.visibility != Visibility.LINK
    return listed if viewer is None else or_(listed, post.author_id == viewer.actor_id)


def _follows(follower: int, followed: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    return exists().where(Follow.follower_id == follower, Follow.followed_id == followed)


def _no_block(viewer: Viewer, actor_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    if viewer is None:
        return true()
    return and_(~is_blocked(by=viewer.actor_id, target=actor_id), ~is_blocked(by=actor_id, target=viewer.actor_id))
