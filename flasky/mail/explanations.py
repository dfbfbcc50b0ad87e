"""What a mail server's refusal means, and which setting mends it: one table for commands and pages."""

import errno
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _

from flasky.mail.sender import NotSent, Outbox, Smtp, TooSlow

WANTS_LOGIN = re.compile(
    r"authenticat\w* (is )?(required|needed|first)|requires? authentication|must (first )?authenticate|log ?in first"
    r"|not authenticated|need to authenticate|relay(ing)? (access )?denied|relaying",
    re.IGNORECASE,
)
WANTS_OWN_SENDER = re.compile(
    r"must (be )?(equal|same|match)|not owned by|does not match|not allowed to send|sender (address )?rejected"
    r"|authori[sz]ed user|sendasdenied",
    re.IGNORECASE,
)
BAD_CREDENTIALS = (534, 535)
UNROUTABLE = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL)


@dataclass(frozen=True)
class Explanation:
    """Why no letter came through, and what to do about it: two sentences."""

    cause: str
    advice: str


@dataclass(frozen=True)
class Trouble:
    """A letter that did not go, and how it was meant to. `speaks_tls`: whether a silent port turned out to want TLS."""

    error: NotSent
    via: Smtp | Outbox
    speaks_tls: bool = False

    @property
    def server(self) -> Smtp | None:
        """The mail server, if it is one that failed."""
        return self.via if isinstance(self.via, Smtp) else None

    @property
    def wants_login(self) -> bool:
        """Whether the server let somebody in who gave no name, and then asked for one."""
        if self.server is None or self.server.username:
            return False
        return self.error.code == 530 or bool(self.error.code and WANTS_LOGIN.search(str(self.error)))

    def broke_by(self, *kinds: type[Exception]) -> bool:
        """Tell whether the conversation broke by one of these errors."""
        return any(isinstance(cause, kinds) for cause in _causes(self.error))

    def says(self, words: str) -> bool:
        """Tell whether these words stand in the error or in what caused it, whatever their case."""
        return any(words.lower() in str(cause).lower() for cause in _causes(self.error))

    @property
    def number(self) -> int | None:
        """The system's number of the error."""
        return next((cause.errno for cause in _causes(self.error) if isinstance(cause, OSError)), None)


def explain(trouble: Trouble) -> Explanation:
    """Find the first row of the table that fits. Its sentences are in the language of the reader."""
    cause, advice = next((cause, advice) for fits, cause, advice in TABLE if fits(trouble))
    words = _words(trouble.via)
    return Explanation(str(cause) % words, str(advice) % words)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _words(via: Smtp | Outbox) -> dict[str, Any]:
    if isinstance(via, Outbox):
        return {"folder": via.folder}
    return {
        "host": via.host,
        "port": via.port,
        "username": via.username or "",
        "seconds": f"{via.timeout:g}",
        "tls": "MAIL_USE_SSL" if via.use_ssl else "MAIL_USE_TLS",
    }


def _is(test: Callable[[Trouble, Smtp], bool]) -> Callable[[Trouble], bool]:
    """Make a row's condition of a question about a mail server."""
    return lambda trouble: trouble.server is not None and test(trouble, trouble.server)


TABLE: tuple[tuple[Callable[[Trouble], bool], Any, Any], ...] = (
    (
        lambda trouble: trouble.server is None,
        _("The letter could not be written into %(folder)s."),
        _("See that there is room on the disk and that the folder belongs to the user who runs Flasky."),
    ),
    (
        _is(lambda trouble, _server: trouble.broke_by(socket.gaierror, UnicodeError)),
        _("No server of the name %(host)s was found."),
        _("Look for a slip in MAIL_SERVER; if the name is right, this machine's DNS does not answer."),
    ),
    (
        _is(lambda trouble, _server: trouble.broke_by(ConnectionRefusedError)),
        _("%(host)s is there, but nobody listens on port %(port)s."),
        _("Set MAIL_PORT to what your provider names: often 587 with MAIL_USE_TLS, or 465 with MAIL_USE_SSL."),
    ),
    (
        _is(lambda trouble, _server: trouble.number in UNROUTABLE),
        _("There is no way from this machine to %(host)s."),
        _("Look at this machine's network, and for a slip in MAIL_SERVER."),
    ),
    (
        _is(lambda trouble, _server: trouble.speaks_tls),
        _("Port %(port)s of %(host)s speaks TLS from the first byte, and Flasky spoke plain text to it."),
        _("Set MAIL_USE_SSL=true (and leave MAIL_USE_TLS unset), or take the provider's port for STARTTLS, often 587."),
    ),
    (
        _is(lambda trouble, _server: trouble.broke_by(TimeoutError) or isinstance(trouble.error, TooSlow)),
        _("%(host)s did not answer on port %(port)s within %(seconds)s seconds."),
        _(
            "A firewall may drop the connection: many hosts close port 25, so try 587 with MAIL_USE_TLS or 465 with"
            " MAIL_USE_SSL, and look for a slip in MAIL_SERVER and MAIL_PORT."
        ),
    ),
    (
        _is(lambda trouble, _server: trouble.broke_by(ssl.SSLCertVerificationError)),
        _("The certificate that %(host)s shows is not valid for this name, is out of date, or nobody known signed it."),
        _("Set MAIL_SERVER to the name in the certificate; SSL_CERT_FILE names a file of authorities of your own."),
    ),
    (
        _is(lambda trouble, server: server.use_ssl and trouble.broke_by(ssl.SSLError)),
        _("TLS was spoken to a plain port: MAIL_USE_SSL is on, but port %(port)s of %(host)s does not begin with TLS."),
        _("Unset MAIL_USE_SSL (and set MAIL_USE_TLS=true if the port is 587), or set MAIL_PORT=465."),
    ),
    (
        _is(lambda trouble, _server: trouble.says("starttls extension not supported")),
        _("%(host)s does not offer STARTTLS on port %(port)s, and MAIL_USE_TLS asks for it."),
        _("Set MAIL_PORT to the provider's port for STARTTLS, often 587; in your own network, unset MAIL_USE_TLS."),
    ),
    (
        _is(lambda trouble, _server: trouble.broke_by(ssl.SSLError)),
        _("%(host)s and Flasky did not agree on how to speak TLS on port %(port)s."),
        _("See that %(tls)s is what your provider names for this port."),
    ),
    (
        _is(lambda trouble, server: trouble.says("auth extension") and not (server.use_tls or server.use_ssl)),
        _("%(host)s takes no log-in without TLS, and MAIL_USERNAME is set."),
        _("Set MAIL_USE_TLS=true (often with MAIL_PORT=587); if the server wants no log-in, unset MAIL_USERNAME."),
    ),
    (
        _is(lambda trouble, _server: trouble.says("auth extension")),
        _("%(host)s takes no log-in on port %(port)s, and MAIL_USERNAME is set."),
        _("Take the provider's port for sending, often 587 or 465; if no log-in is needed, unset MAIL_USERNAME."),
    ),
    (
        _is(lambda trouble, _server: trouble.broke_by(smtplib.SMTPNotSupportedError)),
        _("%(host)s does not know a way to log in that Flasky knows."),
        _("Take the provider's port for sending, often 587 with MAIL_USE_TLS or 465 with MAIL_USE_SSL."),
    ),
    (
        lambda trouble: trouble.error.code in BAD_CREDENTIALS,
        _("%(host)s does not let %(username)s in with this password."),
        _(
            "Look for a slip in MAIL_USERNAME and MAIL_PASSWORD. Many providers (Gmail and 163 among them) want a code"
            " made for programs here, not the password you log in with."
        ),
    ),
    (
        lambda trouble: trouble.wants_login,
        _("%(host)s takes letters only from those who log in, and MAIL_USERNAME is not set."),
        _("Set MAIL_USERNAME and MAIL_PASSWORD."),
    ),
    (
        _is(lambda trouble, _server: trouble.error.code == 538),
        _("%(host)s takes a log-in only over TLS."),
        _("Set MAIL_USE_TLS=true, or MAIL_USE_SSL=true with port 465."),
    ),
    (
        lambda trouble: bool(trouble.error.code and WANTS_OWN_SENDER.search(str(trouble.error))),
        _("%(host)s lets you send under the address of your own account only."),
        _("Set FLASKY_MAIL_SENDER to the address that belongs to MAIL_USERNAME."),
    ),
    (
        lambda trouble: trouble.error.about == "sender" and trouble.error.code in range(500, 600),
        _("%(host)s does not take letters from the address in FLASKY_MAIL_SENDER."),
        _("Set FLASKY_MAIL_SENDER to an address this server sends for."),
    ),
    (
        lambda trouble: trouble.error.about == "recipient" and trouble.error.code in range(500, 600),
        _("%(host)s does not take letters for this address."),
        _("Try another address; if it refuses all of them, it may want a log-in: MAIL_USERNAME and MAIL_PASSWORD."),
    ),
    (
        lambda trouble: trouble.error.code in range(400, 500),
        _("%(host)s cannot take the letter just now."),
        _("Try again in a few minutes. Flasky does the same with its own letters, for days."),
    ),
    (
        lambda trouble: trouble.error.code in range(500, 600),
        _("%(host)s refused the letter."),
        _("Its words are all there is to know; whoever runs the server can tell more."),
    ),
    (
        lambda _trouble: True,
        _("The connection to port %(port)s of %(host)s broke off."),
        _("See that MAIL_PORT and MAIL_USE_TLS or MAIL_USE_SSL are what your provider names, and try again."),
    ),
)
"""(whether a row fits, the cause, the advice), most telling first; the last fits everything."""
