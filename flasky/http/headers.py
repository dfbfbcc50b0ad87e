"""The headers every answer carries: guards, who may keep it, what it depends on, how it is asked for again.

There are three kinds of answers. What machines ask for is the same for everybody and says itself how long it may be
kept. A page for a visitor may be kept, and is asked for again each time, which costs no body while it is the same. All
else is nobody's but the person's: whoever is logged in, has a form open, or met an error that passes.
"""

from flask import g, request
from flask import session as cookie
from werkzeug.wrappers import Response

from flasky.config import Settings
from flasky.http import access, crawlers, limits, varying
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
NO_STORE, NO_CACHE = "private, no-store", "no-cache"
READS = ("GET", "HEAD")
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
    same = {**(same_everywhere(settings()) if request.is_secure else ALWAYS), **_with_form_target()}
    for name, value in same.items():
        response.headers.setdefault(name, value)
    if access.is_for_programs():
        return _for_programs(response)
    if crawlers.words():
        response.headers["X-Robots-Tag"] = crawlers.words()
    varying.add_to(response)
    if not _is_for_machines(response):
        response.headers.setdefault("Cache-Control", _cache_control(response))
        response.vary.add("Cookie")
    response.headers.setdefault("Cache-Control", NO_CACHE)
    return _asked_again(response)


def let_forms_lead_to(source: str) -> None:
    """Let the forms of this answer's page lead to one more place, by redirect: the app that a consent is for.

    Chromium holds `form-action` against each step of the way, not only against the first.
    """
    g.form_target = source


def _with_form_target() -> dict[str, str]:
    if "form_target" not in g:
        return {}
    widened = CONTENT_SECURITY_POLICY.replace("form-action 'self'", f"form-action 'self' {g.form_target}")
    return {"Content-Security-Policy": widened}


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
    is_public = response.status_code in (200, 301, 304, 404, 410) and request.method in READS
    if not is_public or cookie or cookie.modified or "Set-Cookie" in response.headers:
        return NO_STORE
    return NO_CACHE


def _is_for_machines(response: Response) -> bool:
    """Whether nobody's session had a part in an answer: neither was one looked at nor is an error told of in a page."""
    rule = access.rule_of_request()
    return rule is not None and rule.for_machines and response.status_code < 400


def _asked_again(response: Response) -> Response:
    """Give what may be kept a tag of its bytes, and answer 304 to whoever has these already (RFC 9110, section 13).

    The tag is weak: a proxy that compresses the page changes its bytes and not what it says.
    """
    may_be_kept = "no-store" not in response.headers["Cache-Control"]
    if response.status_code != 200 or request.method not in READS or not may_be_kept or response.is_streamed:
        return response
    if "ETag" in response.headers:  # whoever gave it one has compared it
        return response
    response.add_etag(weak=True)
    return response.make_conditional(request)
