"""Following, muting and blocking: the buttons on people."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.errors import ChoiceUnknown, InvalidInput
from flasky.http import access
from flasky.http.session import person, viewer
from flasky.models import Actor
from flasky.operations import blocks
from flasky.operations import follows as operation
from flasky.operations.follows import Outcome
from flasky.queries import actors, relations
from flasky.web.answers import is_fragment_wanted
from flasky.web.follow_button import back_to, button_for

pages = Blueprint("follows", __name__, url_prefix="/@<username>")
LASTING = {"": None, "day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}


@pages.post("/follow")
@access.allowed_to(access.FOLLOWERS)
def follow(username: str) -> Response:
    """Follow somebody, or ask to."""
    actor = actors.by_username(username)
    try:
        outcome = operation.follow(person(), target=actor)
    except InvalidInput as error:
        return _refused(error, actor)
    transaction.commit()
    words = {
        Outcome.FOLLOWS: _("You are now following %(name)s.", name=actor.username),
        Outcome.FOLLOWED_BEFORE: _("You are already following %(name)s.", name=actor.username),
        Outcome.ASKED: _("%(name)s was asked, and answers when there is time.", name=actor.username),
        Outcome.ASKED_BEFORE: _("You have asked %(name)s already.", name=actor.username),
    }
    return _button(actor, words[outcome])


@pages.post("/unfollow")
@pages.delete("/follow")
@access.allowed_to(access.FOLLOWERS)
def unfollow(username: str) -> Response:
    """Follow somebody no more: the button of a form, which knows no DELETE, and whoever does."""
    actor = actors.by_username(username)
    ended = operation.unfollow(person(), target=actor)
    transaction.commit()
    was = _("You are not following %(name)s anymore.", name=actor.username)
    return _button(actor, was if ended else _("You are not following %(name)s.", name=actor.username))


@pages.post("/remove-follower")
@access.allowed_to(access.PEOPLE)
def remove_follower(username: str) -> Response:
    """End that somebody follows oneself."""
    actor = actors.by_username(username)
    ended = operation.remove_follower(person(), follower=actor)
    transaction.commit()
    did = _("%(name)s does not follow you anymore.", name=actor.username)
    return _back(actor, did if ended else _("%(name)s does not follow you.", name=actor.username))


@pages.post("/accept")
@access.allowed_to(access.PEOPLE)
def accept(username: str) -> Response:
    """Let somebody follow oneself who asked to."""
    actor = actors.by_username(username)
    accepted = operation.accept(person(), follower=actor)
    transaction.commit()
    now = _("%(name)s follows you now.", name=actor.username)
    return _back(actor, now if accepted else _("%(name)s asks no more.", name=actor.username))


@pages.post("/decline")
@access.allowed_to(access.PEOPLE)
def decline(username: str) -> Response:
    """Refuse a request to follow oneself."""
    actor = actors.by_username(username)
    operation.decline(person(), follower=actor)
    transaction.commit()
    return _back(actor, _("The request of %(name)s is declined. They are not told.", name=actor.username))


@pages.post("/mute")
@access.allowed_to(access.PEOPLE)
def mute(username: str) -> Response:
    """Read no more of somebody, for a time or for good."""
    actor = actors.by_username(username)
    try:
        blocks.mute(person(), target=actor, lasting=_lasting())
    except InvalidInput as error:
        return _refused(error, actor)
    transaction.commit()
    return _back(actor, _("You muted %(name)s. They are not told.", name=actor.username))


@pages.post("/unmute")
@access.allowed_to(access.PEOPLE)
def unmute(username: str) -> Response:
    """Read somebody again."""
    actor = actors.by_username(username)
    blocks.unmute(person(), target=actor)
    transaction.commit()
    return _back(actor, _("You read %(name)s again.", name=actor.username))


@pages.post("/block")
@access.allowed_to(access.PEOPLE)
def block(username: str) -> Response:
    """Want nothing to do with somebody."""
    actor = actors.by_username(username)
    try:
        blocks.block(person(), target=actor)
    except InvalidInput as error:
        return _refused(error, actor)
    transaction.commit()
    return _back(actor, _("You blocked %(name)s. Neither of you sees the other now.", name=actor.username))


@pages.post("/unblock")
@access.allowed_to(access.PEOPLE)
def unblock(username: str) -> Response:
    """Block somebody no more."""
    actor = actors.by_username(username)
    blocks.unblock(person(), target=actor)
    transaction.commit()
    return _back(actor, _("You do not block %(name)s anymore.", name=actor.username))


def _lasting() -> timedelta | None:
    """Return for how long the form says. Raises ChoiceUnknown: what nobody offered must not mute for good."""
    chosen = request.form.get("lasting", "")
    if chosen not in LASTING:
        raise ChoiceUnknown
    return LASTING[chosen]


def _button(actor: Actor, words: str) -> Response:
    """Answer with the button as it is now, or with the page it stood on."""
    if not is_fragment_wanted():
        return _back(actor, words)
    relation = relations.with_one(viewer(), actor)
    button = button_for(actor, relation, viewer=viewer(), said=words)
    return Response(render_template("profiles/_follow.html", follow=button), mimetype="text/html")


def _back(actor: Actor, words: str, *, category: str = "success") -> Response:
    flash(words, category)
    return redirect(back_to(addresses.author(actor)), 303)


def _refused(error: InvalidInput, actor: Actor) -> Response:
    transaction.rollback()
    return _back(actor, str(error.sentence), category="error")
