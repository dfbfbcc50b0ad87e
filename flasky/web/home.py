"""The home page: everybody's posts or those one follows, and the writing box for those who may write."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, redirect, render_template, request
from flask import session as cookie
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.errors import NotFound
from flasky.http import access, paging
from flasky.http.session import WELCOME, person, viewer
from flasky.http.settings import settings
from flasky.lib import ids
from flasky.lib.paging import PageRequest
from flasky.models import Actor, Permission
from flasky.operations import timelines as operation
from flasky.queries import posts, suggestions, timelines
from flasky.web import editor, metadata
from flasky.web.answers import is_fragment_wanted
from flasky.web.cards import LinkOnPage, ListOnPage, cards, entry_cards
from flasky.web.forms.post import PostForm

pages = Blueprint("home", __name__)
SHOW_FOLLOWED = "show_followed"
REMEMBERED = timedelta(days=30)


@dataclass(frozen=True)
class Tab:
    """One of the two lists of the home page, as it is shown."""

    page: ListOnPage
    is_followed: bool
    new_url: str | None = None
    """Where a script asks for what came since; only on the newest page, and for people."""
    read_place: int | None = None
    """How far one has read after this page; None where that is known already."""
    suggested: tuple[LinkOnPage, ...] = ()


@pages.get("/")
@access.allowed_to(access.ANYBODY)
def index() -> Response:
    """The home page: the tab that was chosen last, everybody's posts for visitors."""
    return home_page(_empty_form())


@pages.post("/")
@access.allowed_to(access.WRITERS)
def publish() -> Response:
    """Publish what was typed in the box of the home page."""
    form = PostForm()
    if editor.publish(form) is None:
        return home_page(form, status=422)
    transaction.commit()
    return redirect(addresses.home(), 303)


@pages.get("/all")
@access.allowed_to(access.ANYBODY)
def all_posts() -> Response:
    """Everybody's posts by name; the home page shows them from now on."""
    return _remembering("", home_page(_empty_form(), followed=False))


@pages.get("/followed")
@access.allowed_to(access.PEOPLE)
def followed() -> Response:
    """Own posts and those of people and tags one follows; the home page shows them from now on."""
    return _remembering("1", home_page(_empty_form(), followed=True))


@pages.get("/all/new")
@access.allowed_to(access.PEOPLE)
def new_posts() -> Response:
    """How many posts of everybody there are above a place, as a fragment; 204 for none."""
    return _news(posts.newer_than(_place(), viewer=viewer()), posts.NEW_MAX, addresses.all_posts())


@pages.get("/followed/new")
@access.allowed_to(access.PEOPLE)
def new_followed() -> Response:
    """How many posts there are in the home timeline above a place, as a fragment; 204 for none."""
    count, limit = timelines.newer_than(person(), place=_place(), state=timelines.state_of(person()))
    return _news(count, limit, addresses.followed_posts())


@pages.post("/followed/read")
@access.allowed_to(access.PEOPLE)
def mark_read() -> Response:
    """Note how far one has read; 204 for a script."""
    place = paging.number_in(request.form.get("place", ""), ids.LARGEST)
    if place is None:
        raise NotFound
    operation.mark_read(person(), place=place)
    transaction.commit()
    return Response(status=204) if is_fragment_wanted() else redirect(addresses.followed_posts(), 303)


@pages.get("/index")
@access.allowed_to(access.ANYBODY)
def old_index() -> Response:
    """The home page under its old name."""
    return redirect(addresses.home(), 301)


def home_page(form: PostForm | None, *, status: int = 200, followed: bool | None = None) -> Response:
    """Return the home page with a writing box, or without one; on the tab of the cookie, unless one is given."""
    if followed is None:
        followed = current_user.is_authenticated and request.cookies.get(SHOW_FOLLOWED) == "1"
    asked = paging.page_request(settings().flasky_posts_per_page)
    tab = _followed(asked) if followed else _all(asked)
    html = render_template(
        "home.html",
        greeting=_("Hello, %(name)s!", name=current_user.username if current_user.is_authenticated else _("Stranger")),
        welcome=_welcome(),
        form=form,
        editor=editor.on_home(),
        tab=tab,
        page=tab.page,
        metadata=None if tab.is_followed else metadata.of_home(tab.page),
    )
    return Response(html, status, mimetype="text/html")


def _all(asked: PageRequest) -> Tab:
    page = cards(posts.everybodys(viewer=viewer(), page=asked), viewer=viewer())
    newest = page.items[0].id if page.items else 0
    is_asked = current_user.is_authenticated and asked.is_first
    return Tab(page, is_followed=False, new_url=f"{addresses.new_posts()}?after={newest}" if is_asked else None)


def _followed(asked: PageRequest) -> Tab:
    state = timelines.state_of(person())
    found = timelines.home_page(person(), page=asked, state=state)
    page = entry_cards(found, viewer=person(), read_until=state.read_until)
    if not asked.is_first:
        return Tab(page, is_followed=True)
    newest = found.items[0].place if found.items else 0
    return Tab(
        page,
        is_followed=True,
        new_url=f"{addresses.new_followed()}?after={newest}",
        read_place=newest if newest > (state.read_until or 0) else None,
        suggested=() if page.items else tuple(map(_suggested, suggestions.people(person()))),
    )


def _suggested(actor: Actor) -> LinkOnPage:
    return LinkOnPage(actor.display_name, addresses.author(actor))


def _empty_form() -> PostForm | None:
    return PostForm() if current_user.can(Permission.WRITE) else None


def _news(count: int, limit: int, url: str) -> Response:
    if not count:
        return Response(status=204)
    number = f"{limit - 1}+" if count >= limit else str(count)
    label = ngettext("%(number)s new post", "%(number)s new posts", count, number=number)
    return Response(render_template("_new_posts.html", label=label, url=url), mimetype="text/html")


def _place() -> int:
    place = paging.number_in(request.args.get("after", ""), ids.LARGEST)
    if place is None:
        raise NotFound
    return place


def _remembering(choice: str, response: Response) -> Response:
    """Remember a tab for 30 days; not for visitors, and not when another site led here."""
    if current_user.is_authenticated and request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin"):
        secure = settings().is_https
        response.set_cookie(SHOW_FOLLOWED, choice, max_age=REMEMBERED, secure=secure, httponly=True, samesite="Lax")
    return response


def _welcome() -> str | None:
    if not current_user.is_authenticated:
        return None
    return str(_("Pleased to meet you!") if cookie.pop(WELCOME, None) else _("Happy to see you again!"))
