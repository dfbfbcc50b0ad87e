"""Signing up, logging in, and what keeps an account one's own."""

from urllib.parse import urlencode


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


def set_up(token: str) -> str:
    """Return the one-time page that makes the first administrator."""
    return f"/setup/{token}"
