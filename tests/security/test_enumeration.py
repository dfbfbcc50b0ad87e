"""Who has an account here is told to nobody: not by a page, not by a header, not by the work done."""

import re

import pytest
from argon2 import PasswordHasher

from tests import factories
from tests.browsers import Browser, do_jobs

KNOWN = {
    "proved": "alice@example.com",
    "claimed only": "una@example.com",
    "suspended": "sue@example.com",
    "proved, other case": "ALICE@Example.com",
}
UNKNOWN = "nobody@example.com"
NONCES = re.compile(r'name="(?:csrf_token|idempotency_key)"[^>]*?value="[^"]*"|value="[^"]*"[^>]*name="csrf_token"')


@pytest.fixture
def people(app):
    """Everybody whom an attacker might look for."""
    factories.person("alice")
    factories.unconfirmed("una")
    factories.suspended("sue")


def answer(app, path, data, typed):
    """Return what an attacker sees of a form's answer and of the page it leads to."""
    browser = Browser(app)
    response = browser.fill_in(path, data)
    seen = [plain(response, typed)]
    if response.location:
        seen.append(plain(browser.follow(response), typed))
    return seen


def plain(response, typed):
    """Return status, headers and body of an answer without nonces and without what was typed."""
    ignored = ("X-Request-ID", "Set-Cookie", "Content-Length")
    headers = sorted((name, value) for name, value in response.headers if name not in ignored)
    cookies = sorted(re.sub(r"=[^;]*", "=", line, count=1) for line in response.headers.getlist("Set-Cookie"))
    return response.status_code, headers, cookies, NONCES.sub("", response.text).replace(typed, "TYPED")


@pytest.mark.seed("U8")
@pytest.mark.seed("E2")
@pytest.mark.defect("D10")
@pytest.mark.advisory("CVE-2024-45231")
@pytest.mark.advisory("GHSA-qxrw-f6fh-34r7")
@pytest.mark.parametrize("address", KNOWN.values(), ids=KNOWN)
def test_asking_for_a_reset_answers_alike(app, people, address):
    known, unknown = (answer(app, "/auth/reset", {"email": typed}, typed) for typed in (address, UNKNOWN))

    assert known == unknown
    assert known[0][0] == 303


@pytest.mark.seed("U5")
@pytest.mark.seed("E2")
@pytest.mark.defect("D10")
@pytest.mark.parametrize("address", KNOWN.values(), ids=KNOWN)
def test_signing_up_answers_alike(app, people, address):
    fields = {"password": factories.PASSWORD, "password2": factories.PASSWORD}

    known = answer(app, "/auth/register", {**fields, "email": address, "username": "dora"}, address)
    unknown = answer(app, "/auth/register", {**fields, "email": UNKNOWN, "username": "emil"}, UNKNOWN)

    assert known == unknown
    assert known[0][0] == 303


@pytest.mark.seed("U2")
@pytest.mark.defect("D10")
@pytest.mark.advisory("CVE-2022-41697")
@pytest.mark.parametrize("name", [*KNOWN.values(), "alice", "una", "sue"])
def test_wrong_password_answers_alike(app, people, name):
    known, unknown = (
        answer(app, "/auth/login", {"email": typed, "password": "a wrong guess"}, typed) for typed in (name, "nobody")
    )

    assert known == unknown
    assert known[0][0] == 422


@pytest.mark.defect("D10")
@pytest.mark.advisory("GHSA-qxrw-f6fh-34r7")
def test_asking_again_for_the_confirmation_answers_alike(app, people):
    free, taken = factories.unconfirmed("fred"), factories.unconfirmed("gwen", pending_email="alice@example.com")

    seen = [answer_to_resend(app, person) for person in (free, taken)]

    assert seen[0] == seen[1]
    assert seen[0][0][0] == 303


def answer_to_resend(app, person):
    """Return what an unconfirmed person sees after asking for the letter again."""
    browser = Browser(app).log_in(person)
    response = browser.post("/auth/confirm")
    texts = [plain(page, person.address) for page in (response, browser.follow(response))]
    return [(*text[:3], text[3].replace(person.username, "NAME")) for text in texts]


@pytest.mark.defect("D10")
@pytest.mark.advisory("CVE-2024-45231")
@pytest.mark.parametrize("address", ["alice@example.com", UNKNOWN])
def test_letter_that_cannot_be_sent_is_told_to_nobody(site, people, address):
    app = site(mail_server="127.0.0.1", mail_port=1)

    seen = answer(app, "/auth/reset", {"email": address}, address)
    do_jobs(app)

    assert [page[0] for page in seen] == [303, 200]
    assert answer(app, "/auth/reset", {"email": address}, address) == seen


@pytest.fixture
def verified(monkeypatch):
    """The hashes that are verified, one after the other: the work that a stop-watch would see."""
    hashes, original = [], PasswordHasher.verify

    def verify(self, stored, password):
        hashes.append(stored)
        return original(self, stored, password)

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    return hashes


@pytest.mark.defect("D9")
@pytest.mark.advisory("CVE-2024-39329")
@pytest.mark.advisory("CVE-2021-29621")
@pytest.mark.advisory("CVE-2022-21659")
@pytest.mark.parametrize("password", [factories.PASSWORD, "a wrong guess"], ids=["right", "wrong"])
@pytest.mark.parametrize(
    "name",
    [*KNOWN.values(), UNKNOWN, "alice", "una", "sue", "nobody", "not a name", "a@b", "x" * 200, "@", "é@example.com"],
)
def test_every_log_in_verifies_two_hashes(app, people, verified, name, password):
    Browser(app).fill_in("/auth/login", {"email": name, "password": password})

    assert len(verified) == 2


@pytest.mark.defect("D9")
@pytest.mark.advisory("CVE-2024-39329")
def test_two_people_with_one_address_are_verified_both(app, people, verified):
    factories.unconfirmed("tom", pending_email="alice@example.com")

    response = Browser(app).fill_in("/auth/login", {"email": "alice@example.com", "password": factories.PASSWORD})

    assert (response.status_code, len(verified), len(set(verified))) == (303, 2, 1)


@pytest.mark.parametrize("path", ["/@nobody", "/user/nobody", "/@sue.", "/post/123", "/@alice/123/x"])
def test_what_does_not_exist_looks_the_same_to_everybody(app, people, path):
    reader = Browser(app)

    missing, nowhere = reader.get(path), reader.get("/no/such/thing")

    assert plain(missing, path) == plain(nowhere, path)
