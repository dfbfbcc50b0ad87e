"""Letters about notifications: one at once, or one a day. What the reader may not see now is in none of them."""

from flask_babel import gettext as _

from flasky import addresses
from flasky.http import sentences, tokens
from flasky.http.settings import settings
from flasky.lib import ids
from flasky.mail.letters import Draft, Subscription, fit_for_subject
from flasky.models import Channel, Job, NotificationKind, NotificationSource, Post, User
from flasky.operations import subscriptions
from flasky.queries import channels, notifications, posts, reasons
from flasky.queries.notifications import Line
from flasky.transaction import session

TOLD_AT_MOST = 20
WRITTEN = frozenset({NotificationKind.MENTIONED, NotificationKind.COMMENTED, NotificationKind.REPLIED})


def notification(job: Job) -> Draft | None:
    """Write about one notification; nothing when it was read, undone or hidden meanwhile, or is wanted no more."""
    source = session.get(NotificationSource, job.target_id)
    owner = channels.reader(source.owner_id) if source else None
    line = notifications.of_source(owner, source) if source and owner else None
    if source is None or owner is None or line is None or not _is_worth_telling(line):
        return None
    if channels.of(owner)[line.kind] is not Channel.LETTER:
        return None
    if not reasons.still_concerns(source.event_id, owner_id=owner.actor_id):
        return None
    words = {**_words(line, owner), **_ends(owner, line.kind), "why": sentences.kind_in_words(line.kind)}
    at = ids.time_of(job.event_id)
    return Draft(str(owner.email), owner.username, str(words["url"]), at, words, _subscription(line, owner))


def digest(job: Job) -> Draft | None:
    """Write about all that is unread and was in no digest, of the kinds wanted in one; nothing when there is none."""
    user = session.get(User, job.target_id)
    owner = channels.reader(user.actor_id) if user else None
    if owner is None:
        return None
    kinds = [kind for kind, channel in channels.of(owner).items() if channel is Channel.DIGEST]
    lines = notifications.undigested(owner, kinds=kinds, limit=TOLD_AT_MOST)
    news = [_words(line, owner) for line in lines if _is_worth_telling(line)]
    if not news:
        return None
    until, ends = lines[0].notification.newest_id, _ends(owner, subscriptions.DIGEST)
    words = {"news": news, "is_all": len(lines) < TOLD_AT_MOST, "until": until, **ends}
    subscription = Subscription(subscriptions.DIGEST, str(ends["end_url"]))
    link = _absolute(addresses.notifications())
    return Draft(str(owner.email), owner.username, link, ids.time_of(job.event_id), words, subscription)


def note_digest(job: Job, draft: Draft) -> None:
    """Remember what a digest told of that went out just now."""
    until = draft.words["until"]
    assert isinstance(until, int)  # noqa: S101 - put there above
    subscriptions.note_digest(session.get_one(User, job.target_id), until=until)


def _is_worth_telling(line: Line) -> bool:
    if line.kind is NotificationKind.MODERATED:
        return True
    return bool(line.people) and not line.is_gone and (line.text is not None or line.kind not in WRITTEN)


def _words(line: Line, owner: User) -> dict[str, object]:
    url = _absolute(sentences.place(line, owner=owner) or addresses.notifications())
    return {"sentence": sentences.sentence(line), "excerpt": sentences.excerpt(line), "url": url}


def _ends(owner: User, what: str) -> dict[str, object]:
    return {
        "end_url": _absolute(addresses.unsubscribe(tokens.unsubscribe_token(owner.id, what=what))),
        "settings_url": _absolute(addresses.notification_settings()),
    }


def _subscription(line: Line, owner: User) -> Subscription:
    end_url = str(_ends(owner, line.kind)["end_url"])
    root = _root(line.leads_to, owner)
    if root is None:
        return Subscription(line.kind, end_url, fit_for_subject(sentences.sentence(line)))
    subject = _("About “%(label)s”", label=sentences.label(root))
    return Subscription(line.kind, end_url, fit_for_subject(str(subject)), root.id)


def _root(text: Post | None, owner: User) -> Post | None:
    """Return the post that a text belongs to; who sees a comment sees its post."""
    if text is None or text.root_id is None:
        return text
    return posts.by_id(text.root_id, viewer=owner)


def _absolute(path: str) -> str:
    return addresses.absolute(path, origin=settings().flasky_site_url)
