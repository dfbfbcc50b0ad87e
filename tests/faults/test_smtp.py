"""A mail server that misbehaves in every known way: the pages do not notice, and no letter is lost."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.commands import comes, flasky
from tests.faults import postbook
from tests.faults.bad_mail_server import BadMailServer, Fault
from tests.faults.site import SETTINGS, Site
from tests.faults.visitor import PASSWORD, Visitor, address_of

PASSING = (Fault.REFUSED, Fault.BLACK_HOLE, Fault.TURNED_AWAY, Fault.PUT_OFF, Fault.CUT)
"""Those that a second try gets over."""
MEANWHILE = 3  # people who sign up while the server misbehaves
COPIES_MAX = 2
SETTLED_WITHIN = 120  # seconds


@dataclass(frozen=True)
class Row:
    """What became of the letters of one bad hour."""

    fault: Fault
    signed_up: int
    slowest: float
    """Seconds that the slowest sign-up took."""
    tries: int
    error: str
    sent: int
    dead: int
    copies: int

    def __str__(self) -> str:
        return (
            f"{self.fault.value:32} {self.signed_up:8} {self.slowest * 1000:9.0f} ms {self.tries:6} {self.sent:6} "
            f"{self.dead:6} {self.copies:7}  {self.error}"
        )


HEAD = f"{'fault':32} {'sign-ups':>8} {'slowest':>12} {'tries':>6} {'sent':>6} {'dead':>6} {'copies':>7}  words"


@pytest.fixture
def mail_server() -> Iterator[BadMailServer]:
    """A mail server that is well for now."""
    with BadMailServer() as server:
        yield server


@pytest.fixture
def site(empty: str, mail_server: BadMailServer, tmp_path: Path) -> Iterator[Site]:
    """A site that sends its letters there."""
    site = Site(tmp_path, empty, mail_server)
    try:
        site.start()
        yield site
    finally:
        site.end()


@pytest.mark.seed("P14")
@pytest.mark.defect("D37")
def test_no_fault_of_the_mail_server_loses_a_letter_or_holds_up_a_page(
    site: Site, mail_server: BadMailServer, tell: Callable[..., None]
) -> None:
    passing = [bad_hour(site, mail_server, fault) for fault in PASSING]
    unknown = bad_hour(site, mail_server, Fault.UNKNOWN)
    slow = bad_hour(site, mail_server, Fault.SLOW_CLOSE)

    tell(table="\n".join(["", HEAD, *map(str, [*passing, unknown, slow])]))
    assert [row for row in [*passing, slow] if (row.sent, row.dead) != (MEANWHILE, 0)] == []
    assert [row for row in passing if row.tries < 2 or row.copies > COPIES_MAX] == []
    assert (unknown.sent, unknown.dead, unknown.tries, unknown.copies) == (0, MEANWHILE, 1, 0)
    assert (slow.tries, slow.copies) == (1, 1)
    assert listed_as_dead(site) == {address_of(name) for name in names(Fault.UNKNOWN)}
    assert "unforeseen error" not in site.log


def bad_hour(site: Site, mail_server: BadMailServer, fault: Fault) -> Row:
    """Let people sign up while the server misbehaves in one way, let it recover, and see what became of the letters."""
    first, *others = names(fault)
    mail_server.suffer(fault)
    seconds = [sign_up(site, first)]
    error = felt(site, mail_server, fault, address_of(first))
    seconds += [sign_up(site, name) for name in others]
    if fault is Fault.UNKNOWN:
        assert comes(lambda: sum(entry.is_dead for entry in entries(site, fault)) == MEANWHILE)
    mail_server.recover()
    assert comes(lambda: is_settled(site, fault), within=SETTLED_WITHIN), f"letters still wait after: {fault.value}"
    return row_of(site, mail_server, fault, error=error, slowest=max(seconds))


def names(fault: Fault) -> list[str]:
    """Return who signs up during a fault."""
    return [f"{fault.name.lower()}_{number}" for number in range(MEANWHILE)]


def sign_up(site: Site, name: str) -> float:
    """Sign somebody up and return how many seconds the answer took."""
    visitor = Visitor(site.port)
    visitor.arrive()
    begun = time.monotonic()
    assert visitor.register(name).status == 303
    return time.monotonic() - begun


def felt(site: Site, mail_server: BadMailServer, fault: Fault, recipient: str) -> str:
    """Wait until a letter met the fault, and return what was noted about it."""
    if fault is Fault.SLOW_CLOSE:
        assert comes(lambda: mail_server.copies_for(recipient))
        return ""
    assert comes(lambda: (entry := postbook.entry_for(site.database, recipient)) and entry.error, within=SETTLED_WITHIN)
    entry = postbook.entry_for(site.database, recipient)
    return entry.error if entry else ""


def entries(site: Site, fault: Fault) -> list[postbook.Entry]:
    """Return the entries of a fault's letters, as far as somebody tried to send them."""
    found = [postbook.entry_for(site.database, address_of(name)) for name in names(fault)]
    return [entry for entry in found if entry]


def is_settled(site: Site, fault: Fault) -> bool:
    """Let waits pass, and tell whether every letter of a fault is sent or dead."""
    postbook.let_waits_pass(site.database)
    ended = [entry for entry in entries(site, fault) if entry.is_sent or entry.is_dead]
    return len(ended) == MEANWHILE


def row_of(site: Site, mail_server: BadMailServer, fault: Fault, *, error: str, slowest: float) -> Row:
    """Return what became of a fault's letters; all copies of one carry one Message-ID."""
    found = entries(site, fault)
    copies = [mail_server.copies_for(address_of(name)) for name in names(fault)]
    assert [ids for ids in copies if len(set(ids)) > 1] == []
    return Row(
        fault,
        signed_up=MEANWHILE,
        slowest=slowest,
        tries=max(entry.tries for entry in found),
        error=error,
        sent=sum(entry.is_sent for entry in found),
        dead=sum(entry.is_dead for entry in found),
        copies=max(map(len, copies)),
    )


def listed_as_dead(site: Site) -> set[str]:
    """Return whose letters the administrator's page lists."""
    settings = {**SETTINGS, "DATABASE_URL": site.database}
    who = ("boss", address_of("boss"))
    made = flasky(
        "user", "create", *who, "--role", "Administrator", "--password-stdin",
        folder=site.folder, typed=PASSWORD, **settings,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    visitor = Visitor(site.port)
    visitor.log_in("boss")
    return set(re.findall(r"[a-z_0-9]+@example\.com", visitor.get("/admin").text))
