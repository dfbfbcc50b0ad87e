"""What ends a login, or makes it stale, when it comes from elsewhere: FLASKY_SESSION_PROTECTION."""

import pytest
from sqlalchemy import select

from flasky import transaction
from flasky.config import SessionProtection
from flasky.models import Login
from flasky.transaction import session
from tests.browsers import Browser

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:{0}.0) Gecko/20100101 Firefox/{0}.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 Mobile/15E148 Safari/604.1"
)
HOME, CAFE = "192.0.2.7", "198.51.100.9"
SENSITIVE = "/settings/sessions/end-others"


class Device(Browser):
    """A browser that says what it is and calls from somewhere; both can change."""

    agent, network = FIREFOX.format(128), HOME

    def open(self, method, path, **options):
        """Make a request as this device would."""
        options = {"headers": {"User-Agent": self.agent}, "environ_overrides": {"REMOTE_ADDR": self.network}, **options}
        return super().open(method, path, **options)

    def is_logged_in(self) -> bool:
        """Tell whether the site knows who asks."""
        return "Hello, alice!" in self.get("/").text

    def is_asked_for_the_password(self) -> bool:
        """Tell whether a sensitive act needs the password."""
        return self.post(SENSITIVE).status_code == 403


def after(site, alice, mode, *, remember, agent=None, network=None) -> Device:
    """Return a device of alice's whose login was made before something of it changed."""
    device = Device(site(flasky_session_protection=mode))
    device.log_in(alice, remember=remember)
    device.agent, device.network = agent or device.agent, network or device.network
    return device


ENDED, STALE, FRESH = "ended", "stale", "fresh"
CHANGES = {"browser": {"agent": SAFARI}, "network": {"network": CAFE}, "nothing": {}}
OUTCOMES = {
    ("strong", "browser", False): ENDED,
    ("strong", "browser", True): STALE,
    ("strong", "network", False): STALE,
    ("strong", "network", True): STALE,
    ("strict", "browser", False): ENDED,
    ("strict", "browser", True): ENDED,
    ("strict", "network", False): ENDED,
    ("strict", "network", True): ENDED,
    ("basic", "browser", False): STALE,
    ("basic", "browser", True): STALE,
    ("basic", "network", False): STALE,
    ("basic", "network", True): STALE,
    ("none", "browser", False): FRESH,
    ("none", "browser", True): FRESH,
    ("none", "network", False): FRESH,
    ("none", "network", True): FRESH,
    **{(mode, "nothing", remember): FRESH for mode in SessionProtection for remember in (True, False)},
}


@pytest.mark.seed("E6")
@pytest.mark.defect("D50")
@pytest.mark.parametrize(("mode", "change", "remember"), OUTCOMES)
def test_a_login_that_comes_from_elsewhere(site, alice, mode, change, remember):
    device = after(site, alice, mode, remember=remember, **CHANGES[change])

    outcome = ENDED if not device.is_logged_in() else STALE if device.is_asked_for_the_password() else FRESH

    assert outcome == OUTCOMES[mode, change, remember]


@pytest.mark.seed("E6")
def test_a_login_that_ended_is_gone_for_its_own_browser_too(site, alice):
    device = after(site, alice, "strong", remember=False, agent=SAFARI)
    assert not device.is_logged_in()

    device.agent = FIREFOX.format(128)

    assert not device.is_logged_in()
    transaction.rollback()
    assert session.scalars(select(Login)).all() == []


@pytest.mark.seed("E6")
def test_a_newer_version_of_a_browser_is_the_same_browser(site, alice):
    device = after(site, alice, "strong", remember=False, agent=FIREFOX.format(140))

    assert device.is_logged_in()
    assert not device.is_asked_for_the_password()


@pytest.mark.seed("E6")
def test_strong_is_the_default(app):
    assert app.extensions["settings"].flasky_session_protection is SessionProtection.STRONG
