"""The one home of every address of the site. Paths only; `absolute` puts the site's origin before one.

A test resolves each of them against the route map.
"""

from urllib.parse import quote, urlencode

from flasky.models import Actor, Post


def absolute(path: str, *, origin: str) -> str:
    """Return a path as an absolute address of the site, for letters and canonical links."""
    return origin + path


def home() -> str:
    """Return the home page."""
    return "/"


def all_posts() -> str:
    """Return everybody's posts by name."""
    return "/all"


def write() -> str:
    """Return the page to write on."""
    return "/write"


def preview() -> str:
    """Return where a text is sent to be shown before it is published."""
    return "/preview"


def profile(username: str) -> str:
    """Return the profile of a username."""
    return f"/@{quote(username)}"


def author(actor: Actor) -> str:
    """Return the profile of an actor."""
    return profile(actor.username)


def post(post: Post) -> str:
    """Return the canonical address of a post; its author must be loaded."""
    return f"{author(post.author)}/{post.id}/{quote(post.slug)}"


def edit_post(of: Post) -> str:
    """Return the editor of a post; its author must be loaded."""
    return f"{post(of)}/edit"


def login(next: str | None = None) -> str:
    """Return the log-in page, which leads on to `next`."""
    return "/auth/login" + (f"?{urlencode({'next': next})}" if next else "")


def logout() -> str:
    """Return the page and the target of the Sign Out button."""
    return "/auth/logout"


def register() -> str:
    """Return the sign-up page."""
    return "/auth/register"


def unconfirmed() -> str:
    """Return what people see until they confirm."""
    return "/auth/unconfirmed"


def suspended() -> str:
    """Return what suspended people see."""
    return "/auth/suspended"


def confirm() -> str:
    """Return the page that sends the confirmation letter again."""
    return "/auth/confirm"


def confirm_with(token: str) -> str:
    """Return the page of a confirmation link."""
    return f"/auth/confirm/{token}"


def reset() -> str:
    """Return the page to ask for a reset letter."""
    return "/auth/reset"


def reset_with(token: str) -> str:
    """Return the page of a reset link."""
    return f"/auth/reset/{token}"


def change_password() -> str:
    """Return the page to change one's password."""
    return "/auth/change-password"


def moderate() -> str:
    """Return the moderators' desk."""
    return "/moderate"


def admin() -> str:
    """Return the administrators' first page."""
    return "/admin"


def health() -> str:
    """Return where machines ask whether the site is alive."""
    return "/healthz"


def built_file(name: str) -> str:
    """Return the address of a file under `static/`."""
    return f"/static/{name}"
