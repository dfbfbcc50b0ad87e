"""Checks of what goes on behind the pages: letters and jobs."""

from collections.abc import Callable
from datetime import timedelta

from flasky.cli.doctor.findings import Finding, ok, problem, warning
from flasky.config import Settings
from flasky.http.mail import way_out
from flasky.lib import clock, networks
from flasky.mail import trial
from flasky.mail.sender import Smtp
from flasky.queries import diagnosis

PATIENCE = timedelta(minutes=5)
TURN = timedelta(hours=2)  # a worker takes turns by the minute; one that is started by the hour (`--once`) will do


def mail_server(settings: Settings) -> Finding:
    """The mail server lets us in; no letter is sent."""
    via = way_out(settings)
    if not isinstance(via, Smtp):
        return _outbox(settings)
    outcome = trial.knock(via)
    if outcome.succeeded:
        return ok("mail server", f"{via.host} port {via.port} lets us in")
    return problem("mail server", f"{outcome.cause} ({outcome.words})", advice=outcome.advice)


def mail_password(settings: Settings) -> Finding:
    """The password of the mail account does not travel for everybody to read; in production that stops the start."""
    if not settings.mail_server or not settings.mail_password:
        return ok("mail password", "none is sent")
    if settings.mail_use_tls or settings.mail_use_ssl or networks.is_loopback(settings.mail_server):
        return ok("mail password", "travels by TLS, or inside this machine")
    words = f"The password of {settings.mail_username} travels to {settings.mail_server} in clear text."
    return warning("mail password", words, advice="Set MAIL_USE_TLS=true (often port 587) or MAIL_USE_SSL=true (465).")


def worker(settings: Settings) -> Finding:
    """Somebody does the work that waits."""
    del settings
    waiting, last = diagnosis.waiting_since(), diagnosis.last_turn()
    advice = "`flasky run` starts a worker too; where it runs with --no-worker, start `flasky worker` elsewhere."
    if waiting is not None and clock.now() - waiting > PATIENCE:
        words = f"Work waits since {waiting:%Y-%m-%d %H:%M} UTC, and nobody does it: letters do not go."
        return problem("worker", words, advice=advice)
    if last is None or clock.now() - last > TURN:
        words = "No worker has run yet." if last is None else f"No worker has run since {last:%Y-%m-%d %H:%M} UTC."
        return warning("worker", words, advice=advice)
    return ok("worker", f"was here at {last:%H:%M} UTC, and nothing waits")


def dead_letters(settings: Settings) -> Finding:
    """No letter was given up."""
    number = diagnosis.dead_jobs()
    if not number:
        return ok("dead letters", "none")
    words = f"{number} jobs were given up, most of them letters that were refused for good."
    return warning("dead letters", words, advice=f"{settings.flasky_site_url}/admin lists them with the reason.")


Check = Callable[[Settings], Finding]
CHECKS: tuple[Check, ...] = (mail_server, mail_password)
OF_JOBS: tuple[Check, ...] = (worker, dead_letters)


def _outbox(settings: Settings) -> Finding:
    if not settings.is_https:
        return ok("mail server", f"none; letters are kept in {settings.outbox}")
    words = f"MAIL_SERVER is not set: letters stay in {settings.outbox}, and nobody can confirm an account."
    return problem("mail server", words, advice="Set MAIL_SERVER (.env.example has samples), then `flasky mail test`.")
