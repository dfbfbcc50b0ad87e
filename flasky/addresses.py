"""The one home of every address of the site. Paths only; `absolute` puts the site's origin before one.

A test resolves each of them against the route map.
"""

from urllib.parse import quote, urlencode

from flasky.models import Actor, Post


def absolute(path: str, *, origin: str) -> str:
    """Return a path as an absolute address of the site, for letters and canonical links."""
    return origin + path


def home() -> str:
    return "/"


def all_posts() -> str:
    return "/all"


def write() -> str:
    return "/write"


def preview() -> str:
    return "/preview"


def profile(username: str) -> str:
    return f"/@{quote(username)}"


def author(actor: Actor) -> str:
    return profile(actor.username)


def post(post: Post) -> str:
    """Return the canonical address of a post; its author must be loaded."""
    return f"{author(post.author)}/{post.id}/{quote(post.slug)}"


def edit_post(of: Post) -> str:
    return f"{post(of)}/edit"


def login(next: str | None = None) -> str:
    return "/auth/login" + (f"?{urlencode({'next': next})}" if next else "")


def logout() -> str:
    return "/auth/logout"


def register() -> str:
    return "/auth/register"


def unconfirmed() -> str:
    return "/auth/unconfirmed"


def suspended() -> str:
    return "/auth/suspended"


def confirm() -> str:
    """Return the page that sends the confirmation letter again."""
    return "/auth/confirm"


def confirm_with(token: str) -> str:
    return f"/auth/confirm/{token}"


def reset() -> str:
    return "/auth/reset"


def reset_with(token: str) -> str:
    return f"/auth/reset/{token}"


def change_password() -> str:
    return "/auth/change-password"


def moderate() -> str:
    return "/moderate"


def admin() -> str:
    return "/admin"


def health() -> str:
    return "/healthz"


def built_file(name: str) -> str:
    """Return the address of a file under `static/`."""
    return f"/static/{name}"
