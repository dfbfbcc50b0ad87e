"""Checks of the settings: they ask nobody but the settings themselves and the files that hold secrets."""

import stat
from collections.abc import Callable
from email.utils import parseaddr
from pathlib import Path

from flasky.cli.doctor.findings import Finding, ok, problem, warning
from flasky.config import HIDDEN, Environment, Settings
from flasky.files import ENV
from flasky.http.mail import signer
from flasky.lib import secrecy
from flasky.lib.dkim_keys import RSA_GOOD

FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO
RESERVED_DOMAINS = (".example.com", ".example.org", ".example.net")


def configuration(settings: Settings) -> Finding:
    """The configuration fits the site's address: a public one is production, without a debugger."""
    name = str(settings.environment)
    if settings.is_https and settings.environment is not Environment.PRODUCTION:
        advice = "Unset FLASK_CONFIG and start the site with `flasky run`."
        return problem("configuration", f"{name}, on a public address.", advice=advice)
    if settings.flask_debug:
        return warning("configuration", f"{name}, with the debugger on.", advice="Unset FLASK_DEBUG when you are done.")
    return ok("configuration", name)


def site_address(settings: Settings) -> Finding:
    """The address that letters and cookies are made for is the one people use."""
    url = settings.flasky_site_url
    if settings.is_https:
        return ok("site address", url)
    if settings.environment is Environment.PRODUCTION and "flasky_site_url" not in settings.model_fields_set:
        return warning(
            "site address",
            f"FLASKY_SITE_URL is not set, so the site is for this machine alone ({url}).",
            advice="For a public site set FLASKY_SITE_URL=https://your.host, with a proxy that speaks TLS in front.",
        )
    return ok("site address", f"{url}, for this machine alone")


def secret_key(settings: Settings) -> Finding:
    """The key that signs sessions is nobody else's to read."""
    kept = settings.flasky_data_dir / "secret_key"
    if not _holds(kept, settings.secret_key):
        return ok("secret key", "given by SECRET_KEY or SECRET_KEY_FILE")
    if kept.stat().st_mode & FOR_OTHERS:
        return problem(
            "secret key",
            f"Other users of this machine can read {kept}, and with it log in as anybody.",
            advice=f"chmod 600 {kept}; if they are strangers, remove the file too: everybody logs in again.",
        )
    return ok("secret key", f"kept in {kept}, for its owner alone")


def env_file(settings: Settings) -> Finding:
    """A `.env` file that holds secrets is for its owner."""
    del settings
    names = secrecy.named_in(ENV, tuple(name.upper() for name in HIDDEN))
    if not names:
        return ok("file .env", "holds no secret" if ENV.exists() else "none in this folder")
    if ENV.stat().st_mode & FOR_OTHERS:
        words = f"Other users of this machine can read {', '.join(names)} in .env."
        return problem("file .env", words, advice="chmod 600 .env")
    return ok("file .env", f"holds {', '.join(names)}, for its owner alone")


def proxies(settings: Settings) -> Finding:
    """The proxy in front of an https site is believed: else browsers are sent round in circles."""
    trusted = settings.flasky_trusted_proxies
    if settings.is_https and not trusted:
        return problem(
            "trusted proxies",
            "Visitors come by https through a proxy, but FLASKY_TRUSTED_PROXIES names none: it is not believed.",
            advice="Set FLASKY_TRUSTED_PROXIES to the proxy's address, 127.0.0.1 when it runs on this machine.",
        )
    return ok("trusted proxies", ", ".join(trusted) or "none")


def rate_limits(settings: Settings) -> Finding:
    """Passwords cannot be guessed at full speed."""
    if settings.ratelimit_enabled:
        return ok("rate limits", "on")
    words = "RATELIMIT_ENABLED is off: passwords can be guessed at full speed."
    if settings.environment is Environment.PRODUCTION:
        return problem("rate limits", words, advice="Unset RATELIMIT_ENABLED.")
    return warning("rate limits", words, advice="Unset RATELIMIT_ENABLED when you are done.")


def administrator_address(settings: Settings) -> Finding:
    """Somebody is told what goes on."""
    if settings.flasky_admin:
        return ok("FLASKY_ADMIN", settings.flasky_admin)
    return warning(
        "FLASKY_ADMIN",
        "FLASKY_ADMIN is not set: nobody gets a letter about errors and about new people.",
        advice="Set FLASKY_ADMIN to your address.",
    )


def sender(settings: Settings) -> Finding:
    """Letters come from an address that exists."""
    address = parseaddr(settings.flasky_mail_sender)[1]
    if not f".{address.rpartition('@')[2].lower()}".endswith(RESERVED_DOMAINS):
        return ok("sender", settings.flasky_mail_sender)
    if not settings.mail_server:
        return ok("sender", f"{address}, which is no real address; nothing is sent")
    return problem(
        "sender",
        f"Letters are sent from {address}, which is no real address: they will be refused or taken for spam.",
        advice="Set FLASKY_MAIL_SENDER to an address your mail server sends for.",
    )


def signature(settings: Settings) -> Finding:
    """Letters bear a signature that receivers believe; what stands in the DNS is not asked."""
    own = signer(settings)
    if own is None:
        return ok("DKIM", "Flasky does not sign letters; most mail providers sign what they send")
    host = parseaddr(settings.flasky_mail_sender)[1].rpartition("@")[2].lower()
    if not f".{host}".endswith(f".{own.domain}"):
        words = f"Letters from {host} are signed by {own.domain}: receivers count that for little (DMARC)."
        return warning("DKIM", words, advice="Unset FLASKY_DKIM_DOMAIN, or send from an address of that domain.")
    if own.key.is_weak:
        words = f"The key that signs letters has {own.key.bits} bits; receivers want {RSA_GOOD}."
        return warning("DKIM", words, advice="Make a new key under another selector: docs/run/mail.md tells how.")
    return ok("DKIM", f"signed; the DNS must say at {own.place} (TXT): {own.key.record}")


CHECKS: tuple[Callable[[Settings], Finding], ...] = (
    configuration,
    site_address,
    proxies,
    secret_key,
    env_file,
    rate_limits,
    administrator_address,
    sender,
    signature,
)


def _holds(file: Path, key: str | None) -> bool:
    try:
        return file.read_text(encoding="ascii").strip() == key
    except OSError:
        return False
