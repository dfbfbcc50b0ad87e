"""The headers every answer carries."""

from flask import request
from flask import session as cookie
from werkzeug.wrappers import Response

from flasky.config import Settings
from flasky.http import limits
from flasky.http.access import is_for_programs
from flasky.http.settings import settings

CONTENT_SECURITY_POLICY = "; ".join((
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'",
    "font-src 'self'", "media-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'",
    "frame-ancestors 'none'",
))  # fmt: skip
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
EXPOSED = (
    "ETag",
    "Link",
    "Location",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "WWW-Authenticate",
    "X-Request-ID",
)
"""The headers of the API that a script of another site may read."""

TAKEN = ("Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match")
"""The headers that such a script may send."""

HSTS = "max-age=31536000; includeSubDomains"


def same_everywhere(settings: Settings) -> dict[str, str]:
    """Return the headers that are the same on every answer of a site, pages and files alike."""
    return {**ALWAYS, "Strict-Transport-Security": HSTS} if settings.is_https else ALWAYS


def add_to(response: Response) -> Response:
    """Add the headers that are the same everywhere, and say who may keep the answer.

    What is answered by http promises nothing about https (RFC 6797, section 7.2): machines may ask so.
    """
    same = same_everywhere(settings()) if request.is_secure else ALWAYS
    for name, value in same.items():
        response.headers.setdefault(name, value)
    if is_for_programs():
        return _for_programs(response)
    response.headers.setdefault("Cache-Control", _cache_control(response))
    response.vary.add("Cookie")
    return response


def _for_programs(response: Response) -> Response:
    """Let scripts of any site read what a token opens, and nothing by a cookie: credentials are never allowed.

    What was answered may be kept, by that program alone, and is asked for again before it is used.
    """
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = ", ".join(EXPOSED)
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    _say_what_is_left(response)
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = ", ".join(sorted(response.allow))
        response.headers["Access-Control-Allow-Headers"] = ", ".join(TAKEN)
        response.headers["Access-Control-Max-Age"] = "86400"
        response.headers.pop("Content-Type", None)
    is_kept = response.status_code in (200, 304) and request.method in ("GET", "HEAD")
    response.headers.setdefault("Cache-Control", "private, no-cache" if is_kept else "no-store")
    response.vary.update(("Authorization", "Accept-Language"))
    return response


def _say_what_is_left(response: Response) -> None:
    """Tell a program its limits and what is left of them (draft-ietf-httpapi-ratelimit-headers-10)."""
    left = limits.allowances()
    if left:
        policies = [f'"{one.name}";q={one.quota};w={one.window}' for one in left]
        response.headers["RateLimit-Policy"] = ", ".join(policies)
        response.headers["RateLimit"] = ", ".join(
            f'"{one.name}";r={one.remaining};t={one.seconds_left}' for one in left
        )


def keep_private(response: Response) -> Response:
    """Mark a page whose address is a secret: no cache keeps it and no other site hears of it.

    `same-origin`, not `no-referrer`: with the latter browsers send `Origin: null` with the page's own form.
    """
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _cache_control(response: Response) -> str:
    """Whoever is logged in or has a form open has a session, whose cookie is set after this."""
    is_public = response.status_code in (200, 301, 304, 404, 410) and request.method in ("GET", "HEAD")
    if not is_public or cookie or cookie.modified:
        return "private, no-store"
    return "no-cache"
