"""How this site sends letters, read from its settings: pages, jobs and commands ask here."""

import sys

from flasky.config import Settings
from flasky.mail import letters, sender
from flasky.mail.signatures import Signer


def site(of: Settings, *, name: str) -> letters.Site:
    """Return how a site of that name signs its letters."""
    return letters.Site(name, of.flasky_site_url, of.flasky_mail_sender, of.flasky_mail_subject_prefix)


def way_out(of: Settings) -> sender.Smtp | sender.Outbox:
    """Return where letters go: the mail server of the settings, else the outbox folder and the terminal."""
    if not of.mail_server:
        return sender.Outbox(of.outbox, sys.stdout, signer(of))
    return sender.Smtp(
        host=of.mail_server,
        port=of.mail_port,
        use_tls=of.mail_use_tls,
        use_ssl=of.mail_use_ssl,
        username=of.mail_username or None,
        password=of.mail_password or None,
        signer=signer(of),
    )


def signer(of: Settings) -> Signer | None:
    """Return who signs the letters, or None where no key is configured."""
    return Signer(of.dkim_domain, of.flasky_dkim_selector, of.dkim_key) if of.dkim_key else None
