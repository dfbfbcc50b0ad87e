"""Where one is logged in, and ending that."""

import pytest
from sqlalchemy import select

from flasky import transaction
from flasky.models import Login
from flasky.transaction import session
from tests.browsers import Browser, letters, logged_in, text_of

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
PHONE = "Mozilla/5.0 (Android 14; Mobile; rv:128.0) Gecko/128.0 Firefox/128.0"
PAGE = "/settings/sessions"


class Elsewhere(Browser):
    """A browser with a name of its own, in another network."""

    agent, network = PHONE, "198.51.100.77"

    def open(self, method, path, **options):
        """Make a request as this browser would."""
        options = {"headers": {"User-Agent": self.agent}, "environ_overrides": {"REMOTE_ADDR": self.network}, **options}
        return super().open(method, path, **options)


def ids_of(user) -> list[int]:
    transaction.rollback()
    return list(session.scalars(select(Login.id).where(Login.user_id == user.id).order_by(Login.id)))


def test_each_login_is_listed_with_device_place_and_last_use(app, alice):
    here, _there = logged_in(app, alice), Elsewhere(app).log_in(alice)

    page = here.get(PAGE).text

    assert "Firefox Mobile on Android" in page
    assert "198.51.100.0/24" in page
    assert "198.51.100.77" not in page
    assert page.count("this device") == 1


@pytest.mark.seed("R7")
def test_what_a_browser_says_of_itself_is_shown_escaped(app, alice):
    odd = Elsewhere(app)
    odd.agent = "<script>alert(1)</script>"
    odd.log_in(alice)

    page = odd.get(PAGE).text

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page


def test_one_login_is_ended_and_the_other_goes_on(app, alice):
    here, there = logged_in(app, alice), Elsewhere(app).log_in(alice)

    answer = here.post(f"{PAGE}/{ids_of(alice)[1]}/end")

    assert "That device was logged out." in here.follow(answer).text
    assert "Hello, Stranger!" in there.get("/").text
    assert "Hello, alice!" in here.get("/").text


def test_ending_this_one_is_a_log_out(app, alice):
    here = logged_in(app, alice)

    answer = here.post(f"{PAGE}/{ids_of(alice)[0]}/end")

    assert "You have been logged out." in here.follow(answer).text
    assert ids_of(alice) == []


def test_all_others_are_ended_at_once(app, alice):
    here, others = logged_in(app, alice), [Elsewhere(app).log_in(alice) for _number in range(3)]

    answer = here.post(f"{PAGE}/end-others")

    assert "3 other devices were logged out." in here.follow(answer).text
    assert {"Hello, Stranger!" in other.get("/").text for other in others} == {True}
    assert "You are logged in nowhere else." in here.get(PAGE).text


@pytest.mark.advisory("CVE-2025-62175")
def test_nobody_ends_somebody_elses_login(app, alice, bob):
    logged_in(app, alice)
    [hers] = ids_of(alice)

    assert logged_in(app, bob).post(f"{PAGE}/{hers}/end").status_code == 404
    assert ids_of(alice) == [hers]


def test_ending_a_login_twice_is_no_error(app, alice):
    here, _there = logged_in(app, alice), Elsewhere(app).log_in(alice)
    gone = ids_of(alice)[1]

    assert [here.post(f"{PAGE}/{gone}/end").status_code for _time in range(2)] == [303, 303]


def test_many_logins_are_paged(app, alice):
    here = logged_in(app, alice)
    for _number in range(51):
        Elsewhere(app).log_in(alice)

    page = here.get(PAGE).text

    assert page.count('/end"') + page.count("/end'") >= 50
    assert 'rel="next"' in page


def test_a_login_from_a_new_device_is_told_by_letter(app, alice):
    logged_in(app, alice)
    Elsewhere(app).log_in(alice)

    [letter] = letters(app)
    text = " ".join(text_of(letter).split())

    assert (letter["To"], letter["Subject"]) == ("alice@example.com", "[Flasky] New login to your account")
    assert "Firefox Mobile (Android), network 198.51.100.0/24" in text


def test_the_browsers_own_mark_is_for_the_site_alone(app, alice):
    browser = logged_in(app, alice)

    cookie = browser.client.get_cookie("device")

    assert (cookie.http_only, cookie.same_site, cookie.path) == (True, "Lax", "/")
    assert len(cookie.value) == 43


def test_a_visitor_gets_no_mark(browser):
    browser.get("/")

    assert browser.client.get_cookie("device") is None
