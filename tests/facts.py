"""Facts that people are told of, made the short way: rows and event, committed. No rule of an operation is asked."""

from flasky import transaction
from flasky.lib import ids
from flasky.models import (
    Base,
    Block,
    Channel,
    Event,
    EventKind,
    Follow,
    FollowRequest,
    Like,
    Mention,
    Mute,
    NotificationKind,
    Post,
    User,
)
from flasky.operations import events, notifications, posts, subscriptions
from tests import factories


def followed(by: User, whom: User) -> Event:
    """Let one follow another."""
    return _fact(EventKind.FOLLOWED, by, whom.actor_id, Follow(follower_id=by.actor_id, followed_id=whom.actor_id))


def follow_requested(by: User, whom: User) -> Event:
    """Let one ask to follow another."""
    row = FollowRequest(follower_id=by.actor_id, followed_id=whom.actor_id)
    return _fact(EventKind.FOLLOW_REQUESTED, by, whom.actor_id, row)


def liked(by: User, post: Post) -> Event:
    """Let somebody like a text."""
    return _fact(EventKind.LIKED, by, post.id, Like(actor_id=by.actor_id, post_id=post.id))


def commented(by: User, on: Post, *, body: str = "Well said", mentions: tuple[User, ...] = ()) -> Event:
    """Let somebody answer a post or a comment; the comment is the event's subject."""
    comment = Post(id=ids.new_id(), author_id=by.actor_id, reply_to_id=on.id, root_id=on.root_id or on.id)
    comment.position, comment.author = 0, by.actor
    posts.write_text(comment, title="", body=body)
    transaction.session.add(comment)
    transaction.session.flush()
    return _fact(EventKind.COMMENTED, by, comment.id, *_naming(comment, mentions))


def posted(by: User, *, mentions: tuple[User, ...], body: str = "Look at this") -> Event:
    """Let somebody publish a post that names people; no job waits for it."""
    post = factories.post(by, title="A walk", body=body)
    transaction.session.query(Event).update({"waiting": False})
    return _fact(EventKind.POST_PUBLISHED, by, post.id, *_naming(post, mentions))


def moderated(by: User, comment: Post, *, kind: EventKind = EventKind.COMMENT_DISABLED) -> Event:
    """Let a moderator disable or enable a comment; its column is the caller's to set."""
    return _fact(kind, by, comment.id)


def blocked(by: User, whom: User) -> Event:
    """Let one block another."""
    return _fact(EventKind.BLOCKED, by, whom.actor_id, Block(actor_id=by.actor_id, target_id=whom.actor_id))


def muted(by: User, whom: User) -> Event:
    """Let one mute another."""
    return _fact(EventKind.MUTED, by, whom.actor_id, Mute(actor_id=by.actor_id, target_id=whom.actor_id))


def told(event: Event) -> int:
    """Tell of a fact, and commit. Returns how many people were told."""
    number = notifications.tell(event)
    transaction.commit()
    return number


def wants(user: User, kind: NotificationKind, channel: Channel) -> None:
    """Let somebody choose how to hear of a kind."""
    subscriptions.choose(user, wanted={kind: channel})
    transaction.commit()


def subject_of(event: Event) -> Post:
    """Return the text a fact is about, its author loaded."""
    return transaction.session.get_one(Post, event.subject_id)


def _naming(post: Post, people: tuple[User, ...]) -> list[Mention]:
    return [Mention(post_id=post.id, actor_id=person.actor_id) for person in people]


def _fact(kind: EventKind, by: User, subject_id: int, *rows: Base) -> Event:
    transaction.session.add_all(rows)
    event = events.record(kind, by=by, subject_id=subject_id)
    transaction.commit()
    return event
