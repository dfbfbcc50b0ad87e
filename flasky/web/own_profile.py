"""One's own profile: what it says, and its picture."""

from flask import Blueprint, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.errors import PictureRefused
from flasky.http import access
from flasky.http.pictures import picture_of, remove_unless_shown
from flasky.http.session import person
from flasky.http.settings import settings
from flasky.media import avatars
from flasky.operations import profiles as operation
from flasky.queries import profiles
from flasky.web.answers import html
from flasky.web.forms.links import filled_with
from flasky.web.forms.profile import PictureForm, ProfileForm

pages = Blueprint("own_profile", __name__)


@pages.get("/settings/profile")
@access.allowed_to(access.PEOPLE)
def form() -> Response:
    """The editor of one's own profile."""
    return _page(_filled(), PictureForm(formdata=None))


@pages.post("/settings/profile")
@access.allowed_to(access.PEOPLE)
def save() -> Response:
    """Save one's own profile."""
    form = ProfileForm()
    done = form.accept(lambda: operation.edit(person(), username=form.username.data, wanted=_sketched(form)))
    if done is None:
        return _page(form, PictureForm(formdata=None), status=422)
    transaction.commit()
    flash(_("Your profile has been updated."), "success")
    if done.result:
        flash(_("Looks like you have changed your name!"), "success")
    return redirect(addresses.own_profile(), 303)


@pages.get("/edit-profile")
@access.allowed_to(access.PEOPLE)
def old_form() -> Response:
    """The editor of one's own profile under the address of the book."""
    return redirect(addresses.own_profile(), 301)


@pages.post("/settings/profile/picture")
@access.allowed_to(access.PEOPLE)
def upload() -> Response:
    """Show a picture of one's own choice."""
    form = PictureForm()
    stored = form.accept(lambda: avatars.add(_sent(), to=settings().flasky_data_dir))
    if stored is None:
        return _page(_filled(), form, status=422)
    _show(stored.result)
    flash(_("This is your picture now."), "success")
    return redirect(addresses.own_profile(), 303)


@pages.post("/settings/profile/picture/remove")
@access.allowed_to(access.PEOPLE)
def remove() -> Response:
    """Show the picture that is made of one's name."""
    _show("")
    flash(_("Your picture is gone. The one made of your name stands in its place."), "success")
    return redirect(addresses.own_profile(), 303)


def _sketched(form: ProfileForm) -> operation.Sketch:
    said = {name: form[name].data or "" for name in ("name", "location", "about_me")}
    return operation.sketch(**said, links=form.links())


def _sent() -> bytes:
    """Return the one file that was sent. Raises PictureRefused for none and for more."""
    files = request.files.getlist("picture")
    if len(files) != 1:
        raise PictureRefused
    return files[0].stream.read()


def _show(digest: str) -> None:
    """Show another picture, and forget the former one."""
    former = operation.set_avatar(person(), digest=digest)
    transaction.commit()
    remove_unless_shown(former)


def _filled() -> ProfileForm:
    actor = person().actor
    said = {name: getattr(actor, name) for name in ("username", "name", "location", "about_me")}
    return ProfileForm(formdata=None, **said, **filled_with(profiles.links_of(actor)))


def _page(form: ProfileForm, picture_form: PictureForm, *, status: int = 200) -> Response:
    actor = person().actor
    return html(
        "settings/profile.html",
        form=form,
        picture_form=picture_form,
        picture=picture_of(actor),
        has_picture=bool(actor.avatar),
        username=actor.username,
        status=status,
    )
