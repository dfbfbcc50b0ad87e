"""The home page: everybody's posts, and the writing box for those who may write."""

from flask import Blueprint, redirect, render_template
from flask import session as cookie
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from flasky import addresses, transaction
from flasky.http import access, paging
from flasky.http.session import WELCOME, viewer
from flasky.http.settings import settings
from flasky.models import Permission
from flasky.queries import posts
from flasky.web import editor
from flasky.web.cards import cards
from flasky.web.forms.post import PostForm

pages = Blueprint("home", __name__)


@pages.get("/")
@access.allowed_to(access.ANYBODY)
def index() -> Response:
    """Everybody's posts, newest first."""
    return home_page(PostForm() if current_user.can(Permission.WRITE) else None)


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
    """Everybody's posts by name."""
    return index()


@pages.get("/index")
@access.allowed_to(access.ANYBODY)
def old_index() -> Response:
    """The home page under its old name."""
    return redirect(addresses.home(), 301)


def home_page(form: PostForm | None, *, status: int = 200) -> Response:
    """Return the home page with a writing box, or without one."""
    page = posts.everybodys(viewer=viewer(), page=paging.page_request(settings().flasky_posts_per_page))
    html = render_template(
        "home.html",
        greeting=_("Hello, %(name)s!", name=current_user.username if current_user.is_authenticated else _("Stranger")),
        welcome=_welcome(),
        form=form,
        editor=editor.on_home(),
        page=cards(page, viewer=viewer()),
    )
    return Response(html, status, mimetype="text/html")


def _welcome() -> str | None:
    if not current_user.is_authenticated:
        return None
    return str(_("Pleased to meet you!") if cookie.pop(WELCOME, None) else _("Happy to see you again!"))
