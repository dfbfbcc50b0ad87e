"""Removing what has served: keys, logins, links, letters that went, done jobs, old news, accounts never confirmed."""

from datetime import timedelta

from sqlalchemy import Delete, delete, exists, select
from sqlalchemy.engine import CursorResult

from flasky.lib import clock, ids
from flasky.models import (
    Actor,
    ApiGrant,
    ApiToken,
    ErrorGroup,
    Follow,
    FormerName,
    IdempotencyKey,
    Job,
    KnownDevice,
    Letter,
    Login,
    MailLink,
    Mute,
    OAuthClient,
    OAuthCode,
    Post,
    ScheduleSlot,
    User,
)
from flasky.operations import counters, notifications, posts
from flasky.transaction import session

LINKS_KEPT = timedelta(days=7)
TOKENS_KEPT = timedelta(days=1)
CLIENTS_KEPT = timedelta(days=30)
"""How long an app that registered itself is kept while nobody lets it in."""

SLOTS_KEPT = timedelta(days=7)
EXPIRED_AT_ONCE = 500


def purge() -> dict[str, int]:
    """Delete what is past its time. Returns the number of rows gone, by table."""
    now = clock.now()
    doomed = (
        delete(IdempotencyKey).where(IdempotencyKey.id < ids.first_id_at(now - IdempotencyKey.LIFE)),
        delete(Login).where(
            (Login.expires_at < now) | (Login.remembered.is_(False) & (Login.last_used_at < now - Login.IDLE))
        ),
        delete(ApiToken).where(ApiToken.expires_at < now - TOKENS_KEPT),
        delete(ApiGrant).where(ApiGrant.expires_at < now),
        delete(OAuthCode).where(OAuthCode.expires_at < now - TOKENS_KEPT),
        delete(OAuthClient).where(
            OAuthClient.owner_id.is_(None),
            OAuthClient.id < ids.first_id_at(now - CLIENTS_KEPT),
            ~exists().where(ApiGrant.client_id == OAuthClient.id),
        ),
        delete(MailLink).where(MailLink.expires_at < now - LINKS_KEPT),
        delete(Letter).where(Letter.sent_at < now - Letter.KEPT),
        delete(Job).where(Job.done_at < now - Letter.KEPT),
        delete(ScheduleSlot).where(ScheduleSlot.slot_at < now - SLOTS_KEPT),
        delete(KnownDevice).where(KnownDevice.seen_at < now - KnownDevice.KEPT),
        delete(ErrorGroup).where(ErrorGroup.last_seen_at < now - ErrorGroup.KEPT),
        delete(Mute).where(Mute.until < now),
        delete(FormerName).where(FormerName.until < now),
    )
    gone = {str(statement.table): _rows(statement) for statement in doomed}
    return {**gone, "texts": posts.erase_deleted(), "news": notifications.purge(), "users": expire_unconfirmed()}


def expire_unconfirmed() -> int:
    """Remove accounts that proved no address within seven days; their names are free again. Returns how many."""
    oldest = ids.first_id_at(clock.now() - User.UNCONFIRMED_KEPT)
    never = (User.confirmed_at.is_(None), User.email.is_(None), User.id < oldest)
    wrote = exists().where(Post.author_id == User.actor_id)
    doomed = list(session.execute(select(User.id, User.actor_id).where(*never, ~wrote).limit(EXPIRED_AT_ONCE)))
    gone = _rows(delete(User).where(User.id.in_([user_id for user_id, _actor in doomed]), *never, ~wrote))
    belongs = exists().where(User.actor_id == Actor.id)
    leaving = [actor_id for _user, actor_id in doomed]
    stay = set(session.scalars(select(Follow.follower_id).where(Follow.followed_id.in_(leaving))))
    _rows(delete(Actor).where(Actor.id.in_(leaving), ~belongs))
    counters.recount_people(stay)
    return gone


def _rows(statement: Delete) -> int:
    result = session.execute(statement, execution_options={"synchronize_session": False})
    return result.rowcount if isinstance(result, CursorResult) else 0
