"""What a notification says, in words: pages and letters say the same."""

from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from flasky import addresses
from flasky.lib.markdown.plain import cut, folded
from flasky.models import EventKind, NotificationKind, Post, User
from flasky.queries.notifications import ABOUT_PEOPLE, Line

EXCERPT_MAX = 180
LABEL_MAX = 80


def sentence(line: Line) -> str:
    """Return who did what, in one sentence without a full stop. Nothing in it that the owner may not see."""
    if line.kind is NotificationKind.MODERATED:
        return _moderated(line)
    pattern = {**_about(line), **_always()}[line.kind]
    return str(pattern % {"who": who(line), "label": label(line.subject) if line.subject else ""})


def who(line: Line) -> str:
    """Return the people of a line: "carol", "carol and bob", "carol and 4 others"."""
    count, names = line.notification.actor_count, [person.display_name for person in line.people]
    if not names:
        return str(ngettext("Somebody", "%(num)d people", count))
    if count <= 1:
        return names[0]
    if count == len(names) == 2:
        return str(_("%(one)s and %(other)s", one=names[0], other=names[1]))
    return str(ngettext("%(one)s and %(num)d other", "%(one)s and %(num)d others", count - 1, one=names[0]))


def excerpt(line: Line) -> str:
    """Return the beginning of what was written, or of the comment that was marked; nothing where a title says it."""
    text = line.text
    if text is None or (line.kind in (NotificationKind.LIKED, NotificationKind.BOOSTED) and text.root_id is None):
        return ""
    if line.kind is NotificationKind.MODERATED:
        return ""
    return cut(folded(Markup(text.excerpt_html).striptags()), EXCERPT_MAX)  # noqa: S704 - the sanitizer's output


def label(post: Post) -> str:
    """Return what a post is called, cut to fit into a sentence."""
    return cut(folded(post.label), LABEL_MAX)


def place(line: Line, *, owner: User) -> str | None:
    """Return the path a line leads to, or None where nothing is there any more."""
    if line.kind in ABOUT_PEOPLE:
        return _place_of_people(line, owner)
    return addresses.by_number(line.leads_to.id) if line.leads_to else None


def kind_in_words(kind: NotificationKind) -> str:
    """Return what a kind of notification is about, as the settings and letters call it."""
    words = {
        NotificationKind.FOLLOWED: _("Somebody follows you"),
        NotificationKind.FOLLOW_REQUESTED: _("Somebody asks to follow you"),
        NotificationKind.REQUEST_ACCEPTED: _("Somebody accepts your request to follow them"),
        NotificationKind.MENTIONED: _("Somebody mentions you"),
        NotificationKind.COMMENTED: _("Somebody comments on your post"),
        NotificationKind.REPLIED: _("Somebody replies to your comment"),
        NotificationKind.LIKED: _("Somebody likes what you wrote"),
        NotificationKind.BOOSTED: _("Somebody boosts your post"),
        NotificationKind.MODERATED: _("A moderator disables or enables your comment"),
    }
    return str(words[kind])


def _place_of_people(line: Line, owner: User) -> str | None:
    """Return where a request is answered, the list of one's followers, or the one person a line is of."""
    if line.kind is NotificationKind.FOLLOW_REQUESTED:
        return addresses.own_followers()
    if line.others or len(line.people) > 1:
        return addresses.followers(owner.actor)
    return addresses.author(line.people[0]) if line.people else None


def _always() -> dict[NotificationKind, str]:
    return {
        NotificationKind.FOLLOWED: _("%(who)s followed you"),
        NotificationKind.FOLLOW_REQUESTED: _("%(who)s asked to follow you"),
        NotificationKind.REQUEST_ACCEPTED: _("%(who)s accepted your request to follow them"),
        NotificationKind.REPLIED: _("%(who)s replied to your comment"),
    }


def _about(line: Line) -> dict[NotificationKind, str]:
    about = line.subject
    if about is None:
        return {
            NotificationKind.MENTIONED: _("%(who)s mentioned you"),
            NotificationKind.COMMENTED: _("%(who)s commented on your post"),
            NotificationKind.LIKED: _("%(who)s liked what you wrote"),
            NotificationKind.BOOSTED: _("%(who)s boosted what you wrote"),
        }
    if about.root_id is not None:
        return {
            NotificationKind.MENTIONED: _("%(who)s mentioned you in a comment"),
            NotificationKind.LIKED: _("%(who)s liked your comment"),
            NotificationKind.BOOSTED: _("%(who)s boosted your comment"),
        }
    return {
        NotificationKind.MENTIONED: _("%(who)s mentioned you in “%(label)s”"),
        NotificationKind.COMMENTED: _("%(who)s commented on “%(label)s”"),
        NotificationKind.LIKED: _("%(who)s liked “%(label)s”"),
        NotificationKind.BOOSTED: _("%(who)s boosted “%(label)s”"),
    }


def _moderated(line: Line) -> str:
    enabled, post = line.event is EventKind.COMMENT_ENABLED, line.text
    if post is None:
        return str(
            _("A moderator enabled a comment of yours again")
            if enabled
            else _("A moderator disabled a comment of yours")
        )
    if enabled:
        return str(_("A moderator enabled your comment on “%(label)s” again", label=label(post)))
    return str(_("A moderator disabled your comment on “%(label)s”", label=label(post)))
