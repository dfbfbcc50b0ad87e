"""The desks of moderators and administrators, and what machines ask."""


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


def moderate_comment(comment_id: int, act: str) -> str:
    """Return where a comment is disabled ("disable") and enabled ("enable")."""
    return f"/moderate/{comment_id}/{act}"
