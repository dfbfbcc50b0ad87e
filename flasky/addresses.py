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


def change_email() -> str:
    """Return the page to ask for another address."""
    return "/auth/change-email"


def change_email_with(token: str) -> str:
    """Return the page of a link that proves a new address."""
    return f"/auth/change-email/{token}"


def take_back_with(token: str) -> str:
    """Return the page of a link that gives an account its former address back."""
    return f"/auth/take-back/{token}"


def sessions() -> str:
    """Return where one sees and ends one's logins."""
    return "/settings/sessions"


def end_session(login_id: int) -> str:
    """Return where one login is ended."""
    return f"/settings/sessions/{login_id}/end"


def end_other_sessions() -> str:
    """Return where all logins but this one are ended."""
    return "/settings/sessions/end-others"


def delete_post(of: Post) -> str:
    """Return the page and the target of a post's Delete button; its author must be loaded."""
    return f"{post(of)}/delete"


def restore_post(of: Post) -> str:
    """Return where a deleted post is brought back; its author must be loaded."""
    return f"{post(of)}/restore"


def revisions(of: Post) -> str:
    """Return the list of a post's former texts; its author must be loaded."""
    return f"{post(of)}/revisions"


def revision(of: Post, revision_id: int) -> str:
    """Return one former text of a post; its author must be loaded."""
    return f"{post(of)}/revisions/{revision_id}"


def edit_from_revision(of: Post, revision_id: int) -> str:
    """Return the editor of a post, filled with a former text."""
    return f"{edit_post(of)}?revision={revision_id}"


def deleted() -> str:
    """Return one's own deleted posts."""
    return "/deleted"


def moderate() -> str:
    """Return the moderators' desk."""
    return "/moderate"


def admin() -> str:
    """Return the administrators' first page."""
    return "/admin"


def people() -> str:
    """Return the administrators' list of accounts."""
    return "/admin/people"


def account(user_id: int) -> str:
    """Return the administrators' editor of one account."""
    return f"/admin/people/{user_id}"


def suspend(user_id: int) -> str:
    """Return where an account is suspended."""
    return f"/admin/people/{user_id}/suspend"


def unsuspend(user_id: int) -> str:
    """Return where a suspended account is opened again."""
    return f"/admin/people/{user_id}/unsuspend"


def replay(job_id: int) -> str:
    """Return where a letter that was given up is tried again."""
    return f"/admin/letters/{job_id}/replay"


def replay_all() -> str:
    """Return where all letters that were given up are tried again."""
    return "/admin/letters/replay"


def errors() -> str:
    """Return the administrators' list of errors."""
    return "/admin/errors"


def site_desk() -> str:
    """Return where administrators choose the site's name and looks."""
    return "/admin/site"


def try_mail() -> str:
    """Return where administrators have a letter sent to themselves."""
    return "/admin/site/mail"


def fill_with_demo() -> str:
    """Return where administrators fill an empty site with invented people."""
    return "/admin/site/demo"


def remove_demo() -> str:
    """Return where administrators take the invented people away."""
    return "/admin/site/demo/remove"


def set_up(token: str) -> str:
    """Return the one-time page that makes the first administrator."""
    return f"/setup/{token}"


def guide() -> str:
    """Return the short page that follows the first administrator's sign-up."""
    return "/setup"


def health() -> str:
    """Return where machines ask whether the site is alive."""
    return "/healthz"


def ready() -> str:
    """Return where machines ask whether the site can serve: its database answers and has the right schema."""
    return "/readyz"


def built_file(name: str) -> str:
    """Return the address of a file under `static/`."""
    return f"/static/{name}"
