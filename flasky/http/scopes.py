"""What a token may be used for, in words: the settings, the consent and the letter say the same."""

from flask_babel import lazy_gettext as _

from flasky.models import ApiGrant, Scope

SENTENCES = {
    Scope.READ: _("Read what you can read: posts, comments, people, your bookmarks and notifications."),
    Scope.WRITE: _("Write as you: posts and comments, likes, boosts and bookmarks, your profile and settings."),
    Scope.FOLLOW: _("Follow, mute and block people and tags for you, and answer those who ask to follow you."),
    Scope.MODERATE: _("Moderate as you: disable and enable people's comments."),
    Scope.ADMIN: _("Administer the site as you: accounts, roles and settings."),
}
LABELS = {
    Scope.READ: _("read"),
    Scope.WRITE: _("write"),
    Scope.FOLLOW: _("follow"),
    Scope.MODERATE: _("moderate"),
    Scope.ADMIN: _("administer"),
}


def in_words(scope: Scope) -> str:
    """Return what a scope opens, as a sentence."""
    return str(SENTENCES[scope])


def of_grant(grant: ApiGrant) -> list[str]:
    """Return what the tokens of a grant open, a sentence each."""
    return [in_words(scope) for scope in Scope if scope in grant.scope_set]


def labels_of(grant: ApiGrant) -> list[str]:
    """Return what the tokens of a grant open, a word each."""
    return [str(LABELS[scope]) for scope in Scope if scope in grant.scope_set]
