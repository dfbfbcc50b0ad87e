"""Try the mail settings out: send a letter, or only knock, and hear in plain words what came of it."""

import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, replace

from flasky.lib import clock, ids
from flasky.mail.explanations import Trouble, explain
from flasky.mail.letters import Draft, LetterKind, Site, compose, message_id
from flasky.mail.sender import NotSent, Outbox, Smtp, TooSlow, greet, send

PATIENCE = 15.0  # seconds somebody who waits for the answer is kept waiting
LOOK_FOR_TLS = 3.0  # seconds a silent port has to show that it speaks TLS


@dataclass(frozen=True)
class Outcome:
    """What came of a trial: `words` are the server's answer, or the path where the letter is kept.

    When it failed, `cause` and `advice` are a sentence each: what that means, and which setting mends it.
    """

    succeeded: bool
    words: str
    cause: str = ""
    advice: str = ""


def try_out(via: Smtp | Outbox, *, site: Site, recipient: str) -> Outcome:
    """Send a test letter in an app context. Takes up to 18 seconds.

    Raises ValueError for a recipient that is no plain e-mail address.
    """
    draft = Draft(recipient, recipient.partition("@")[0], link=site.url + "/", at=clock.now())
    letter = compose(LetterKind.TEST, draft, site=site, message_id=message_id(ids.new_id(), site))
    return _outcome(lambda hurried: send(letter, via=hurried), via)


def knock(via: Smtp) -> Outcome:
    """Connect, lock and log in, and send nothing. Takes up to 18 seconds."""

    def words(hurried: Smtp | Outbox) -> str:
        assert isinstance(hurried, Smtp)  # noqa: S101 - the kind that came in
        greet(hurried)
        return ""

    return _outcome(words, via)


def _outcome(step: Callable[[Smtp | Outbox], str], via: Smtp | Outbox) -> Outcome:
    hurried = replace(via, timeout=min(via.timeout, PATIENCE)) if isinstance(via, Smtp) else via
    try:
        return Outcome(succeeded=True, words=step(hurried))
    except NotSent as error:
        explanation = explain(Trouble(error, hurried, speaks_tls=_wants_tls(error, hurried)))
        return Outcome(False, str(error), explanation.cause, explanation.advice)


def _wants_tls(error: NotSent, via: Smtp | Outbox) -> bool:
    """Ask a port that kept silent in plain text whether it speaks TLS: a server of TLS waits for the first word."""
    if not isinstance(via, Smtp) or via.use_ssl or not _fell_silent(error):
        return False
    anybody = ssl.create_default_context()
    anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE  # only whether; nothing is said there
    try:
        plain = socket.create_connection((via.host, via.port), LOOK_FOR_TLS)
        anybody.wrap_socket(plain, server_hostname=via.host).close()
    except OSError:
        return False
    return True


def _fell_silent(error: NotSent) -> bool:
    return isinstance(error, TooSlow) or isinstance(error.__cause__, smtplib.SMTPServerDisconnected)
