"""The access matrix as a table: who the actors are, and what each endpoint answers to each of them."""

from flasky.models import Permission

VISITOR, UNCONFIRMED, USER, OWNER = "visitor", "unconfirmed", "user", "owner"
MODERATOR, ADMINISTRATOR, SUSPENDED = "moderator", "administrator", "suspended"
ACTORS = (VISITOR, UNCONFIRMED, USER, OWNER, MODERATOR, ADMINISTRATOR, SUSPENDED)
NOBODY = (VISITOR, SUSPENDED)
BITS = {
    VISITOR: Permission(0),
    SUSPENDED: Permission(0),
    UNCONFIRMED: Permission.FOLLOW | Permission.COMMENT | Permission.WRITE,
    USER: Permission.FOLLOW | Permission.COMMENT | Permission.WRITE,
    OWNER: Permission.FOLLOW | Permission.COMMENT | Permission.WRITE,
    MODERATOR: Permission.FOLLOW | Permission.COMMENT | Permission.WRITE | Permission.MODERATE,
    ADMINISTRATOR: ~Permission(0),
}
OBJECT_RULES = {
    "posts.edit": (OWNER, ADMINISTRATOR),
    "posts.save": (OWNER, ADMINISTRATOR),
    "deleted.delete_form": (OWNER,),
    "deleted.delete": (OWNER,),
    "deleted.restore": (OWNER,),
    "revisions.listed": (OWNER,),
    "revisions.show": (OWNER,),
}
"""Endpoints that only some may use on the sample object, whatever their role."""


def for_people(*, nobody: int, unconfirmed: int, confirmed: int) -> dict[str, int]:
    """Return an answer that depends on who asks."""
    answers = dict.fromkeys(ACTORS, confirmed)
    return {**answers, VISITOR: nobody, SUSPENDED: nobody, UNCONFIRMED: unconfirmed}


def for_all(status: int) -> dict[str, int]:
    """Return an answer that is the same for everybody who gets that far."""
    return dict.fromkeys(ACTORS, status)


def for_owner(status: int) -> dict[str, int]:
    """Return an answer that only the owner gets: for everybody else there is nothing there."""
    return {**dict.fromkeys(ACTORS, 404), OWNER: status}


def until_there_is_an_administrator(status: int) -> dict[str, int]:
    """Return an answer that is given as long as nobody administers the site."""
    return {**dict.fromkeys(ACTORS, status), ADMINISTRATOR: 410}


ANSWERS = {
    "deleted.listed": for_all(200),
    "deleted.delete_form": for_all(200),
    "deleted.delete": for_all(303),
    "deleted.restore": for_all(303),
    "revisions.listed": for_all(200),
    "revisions.show": for_all(200),
    "change_email.form": for_all(200),
    "change_email.ask": for_all(303),
    "change_email.prove_form": for_owner(200),
    "change_email.prove": for_owner(303),
    "change_email.take_back_form": for_all(200),
    "change_email.take_back": for_all(303),
    "sessions.listed": for_all(200),
    "sessions.end": for_owner(303),
    "sessions.end_others": for_all(303),
    "admin.replay": for_all(303),
    "admin.replay_all": for_all(303),
    "admin.errors": for_all(200),
    "admin.old_editor": for_all(301),
    "people.listed": for_all(200),
    "people.form": for_all(200),
    "people.save": for_all(303),
    "people.suspend": for_all(303),
    "people.unsuspend": for_all(303),
    "site_desk.guide": for_all(200),
    "site_desk.finish": for_all(303),
    "site_desk.form": for_all(200),
    "site_desk.save": for_all(303),
    "site_desk.try_mail": for_all(200),
    "site_desk.fill": for_all(303),
    "site_desk.remove_demo": for_all(303),
    "setup.first_form": until_there_is_an_administrator(200),
    "setup.first": until_there_is_an_administrator(303),
    "home.index": for_all(200),
    "home.all_posts": for_all(200),
    "home.old_index": for_all(301),
    "home.publish": for_all(303),
    "posts.write": for_all(200),
    "posts.publish": for_all(303),
    "posts.preview": for_all(200),
    "posts.show": for_all(200),
    "posts.show_without_slug": for_all(301),
    "posts.show_by_id": for_all(301),
    "posts.edit_by_id": for_all(301),
    "posts.edit": for_all(200),
    "posts.save": for_all(303),
    "profiles.show": for_all(200),
    "profiles.show_by_old_address": for_all(301),
    "auth.login_form": for_people(nobody=200, unconfirmed=302, confirmed=302),
    "auth.login": for_all(303),
    "auth.logout_form": for_people(nobody=302, unconfirmed=200, confirmed=200),
    "auth.logout": for_all(303),
    "auth.register_form": for_people(nobody=200, unconfirmed=302, confirmed=302),
    "auth.register": for_all(303),
    "auth.unconfirmed": for_people(nobody=302, unconfirmed=200, confirmed=302),
    "auth.suspended": for_all(200),
    "auth.resend_form": for_people(nobody=302, unconfirmed=200, confirmed=302),
    "auth.resend": for_all(303),
    "auth.confirm_form": for_people(nobody=302, unconfirmed=200, confirmed=302),
    "auth.confirm": for_people(nobody=303, unconfirmed=303, confirmed=404),
    "auth.change_password_form": for_all(200),
    "auth.change_password": for_all(303),
    "auth.reset_form": for_all(200),
    "auth.reset": for_all(303),
    "auth.reset_with_form": for_all(200),
    "auth.reset_with": for_all(303),
    "moderate.desk": for_all(200),
    "moderate.old_desk": for_all(301),
    "admin.overview": for_all(200),
    "health.healthz": for_all(200),
    "health.readyz": for_all(200),
}
"""What an endpoint answers to those whom its declaration lets through."""

WRITES_NOTHING = {
    "deleted.restore": ACTORS,
    "sessions.end_others": (USER, MODERATOR, ADMINISTRATOR),
    "people.unsuspend": ACTORS,
    "site_desk.try_mail": ACTORS,
    "posts.preview": ACTORS,
    "auth.logout": NOBODY,
    "auth.resend": (USER, OWNER, MODERATOR, ADMINISTRATOR),
}
"""Unsafe endpoints, and those for whom they have nothing to write although they answer well."""
