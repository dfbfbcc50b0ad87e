"""What failures mean: each against a server that fails so, and each with the setting that mends it."""

import ssl
from pathlib import Path

import pytest

from flasky.mail import trial
from flasky.mail.explanations import Trouble, explain
from flasky.mail.letters import Site
from flasky.mail.sender import Outbox, Refused, Unreachable
from tests.worker.post_office import free_port

pytestmark = [
    pytest.mark.usefixtures("app_context"),
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS"),
]


@pytest.fixture
def failing(site: Site):
    """Return a way to send a test letter that does not go: failing(via)."""

    def send(via) -> trial.Outcome:
        outcome = trial.try_out(via, site=site, recipient="alice@example.net")
        assert not outcome.succeeded
        return outcome

    return send


@pytest.mark.seed("E12")
@pytest.mark.defect("D45")
@pytest.mark.parametrize("words", ["553 authentication is required", "550 5.7.1 Relaying denied", "530 Log in first"])
def test_a_server_that_wants_a_log_in(open_server, failing, words):
    outcome = failing(open_server(at_mail=words).smtp)

    assert words in outcome.words
    assert "only from those who log in" in outcome.cause
    assert outcome.advice == "Set MAIL_USERNAME and MAIL_PASSWORD."


@pytest.mark.seed("E12")
def test_a_real_server_that_wants_a_log_in(open_server, failing):
    outcome = failing(open_server(guarded=True).smtp)

    assert "530 5.7.0 Authentication required" in outcome.words
    assert outcome.advice == "Set MAIL_USERNAME and MAIL_PASSWORD."


@pytest.mark.seed("E12")
@pytest.mark.parametrize(
    "words", ["553 Mail from must equal authorized user", "553 5.7.1 Sender address rejected: not owned by user"]
)
@pytest.mark.parametrize("step", ["at_mail", "at_data"])
def test_a_server_that_wants_its_own_sender(open_server, failing, step, words):
    server = open_server(guarded=True, smtp={"username": "flasky", "password": "secret"}, **{step: words})

    outcome = failing(server.smtp)

    assert words in outcome.words
    assert "the address of your own account only" in outcome.cause
    assert outcome.advice.startswith("Set FLASKY_MAIL_SENDER to the address that belongs to MAIL_USERNAME")


@pytest.mark.seed("E12")
def test_tls_spoken_to_a_plain_port(open_server, failing):
    outcome = failing(open_server(smtp={"use_ssl": True}).smtp)

    assert "TLS was spoken to a plain port: MAIL_USE_SSL is on" in outcome.cause
    assert "Unset MAIL_USE_SSL" in outcome.advice


@pytest.mark.seed("E12")
def test_plain_text_spoken_to_a_port_of_tls(open_server, failing, certificate):
    server = open_server(server={"ssl_context": certificate.server}, smtp={"timeout": 1.0})

    outcome = failing(server.smtp)

    assert "speaks TLS from the first byte" in outcome.cause
    assert "Set MAIL_USE_SSL=true" in outcome.advice


@pytest.mark.seed("E12")
def test_starttls_that_is_not_offered(open_server, failing):
    outcome = failing(open_server(smtp={"use_tls": True}).smtp)

    assert "does not offer STARTTLS" in outcome.cause
    assert "MAIL_PORT" in outcome.advice


@pytest.mark.seed("E12")
@pytest.mark.defect("D45")
def test_a_port_nobody_listens_on(reach, failing):
    port = free_port()
    outcome = failing(reach(port))

    assert "refused" in outcome.words
    assert outcome.cause == f"127.0.0.1 is there, but nobody listens on port {port}."
    assert "Set MAIL_PORT" in outcome.advice


@pytest.mark.seed("E12")
@pytest.mark.parametrize("trickle", [True, False])
def test_a_server_that_does_not_end(script, failing, trickle):
    outcome = failing(script([], trickle=trickle, timeout=0.5))

    assert "did not answer on port" in outcome.cause
    assert "within 0.5 seconds" in outcome.cause
    assert "firewall" in outcome.advice


@pytest.mark.seed("E12")
def test_a_password_that_is_wrong(open_server, failing):
    server = open_server(guarded=True, smtp={"username": "flasky", "password": "wrong"})

    outcome = failing(server.smtp)

    assert "535" in outcome.words
    assert outcome.cause == "127.0.0.1 does not let flasky in with this password."
    assert "MAIL_USERNAME and MAIL_PASSWORD" in outcome.advice


@pytest.mark.seed("E12")
@pytest.mark.parametrize("host", ["nowhere.invalid", "a..b", "ä" * 80])
def test_a_name_nobody_bears(reach, failing, host):
    outcome = failing(reach(25, host=host))

    assert outcome.cause == f"No server of the name {host} was found."
    assert "MAIL_SERVER" in outcome.advice


def test_a_server_that_takes_no_log_in_without_tls(open_server, failing):
    outcome = failing(open_server(smtp={"username": "flasky", "password": "secret"}).smtp)

    assert "takes no log-in without TLS" in outcome.cause
    assert "MAIL_USE_TLS=true" in outcome.advice


def test_a_server_that_takes_no_log_in_at_all(open_server, failing, certificate):
    lock = {"use_ssl": True, "context": certificate.client, "username": "flasky", "password": "secret"}
    outcome = failing(open_server(server={"ssl_context": certificate.server}, smtp=lock).smtp)

    assert "takes no log-in on port" in outcome.cause
    assert "unset MAIL_USERNAME" in outcome.advice


@pytest.mark.parametrize(("has", "wants"), [("tls_context", "use_tls"), ("ssl_context", "use_ssl")])
def test_a_certificate_nobody_vouches_for(open_server, failing, certificate, has, wants):
    outcome = failing(open_server(server={has: certificate.server}, smtp={wants: True}).smtp)

    assert "certificate" in outcome.cause
    assert "SSL_CERT_FILE" in outcome.advice


def test_versions_of_tls_that_do_not_meet(open_server, failing, certificate):
    old = ssl.create_default_context()
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    certificate.server.minimum_version = ssl.TLSVersion.TLSv1_3
    try:
        outcome = failing(
            open_server(server={"tls_context": certificate.server}, smtp={"use_tls": True, "context": old}).smtp
        )
    finally:
        certificate.server.minimum_version = ssl.TLSVersion.TLSv1_2

    assert "did not agree on how to speak TLS" in outcome.cause
    assert "MAIL_USE_TLS" in outcome.advice


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        ({"at_mail": "550 5.1.8 Never heard of you"}, "does not take letters from the address in FLASKY_MAIL_SENDER"),
        ({"at_rcpt": "550 5.1.1 No such mailbox"}, "does not take letters for this address"),
        ({"at_rcpt": "450 4.2.1 Busy"}, "cannot take the letter just now"),
        ({"at_data": "421 4.3.2 Closing"}, "cannot take the letter just now"),
        ({"at_data": "554 5.6.0 I do not like it"}, "refused the letter"),
        ({"at_mail": "538 Encryption required for this way of logging in"}, "takes a log-in only over TLS"),
        ({"cut_at_data": True}, "broke off"),
    ],
)
def test_other_answers(open_server, failing, answer, cause):
    outcome = failing(open_server(**answer).smtp)

    assert cause in outcome.cause
    assert outcome.advice


def test_a_folder_that_cannot_be_written(failing):
    outcome = failing(Outbox(Path("/proc/nowhere")))

    assert outcome.cause == "The letter could not be written into /proc/nowhere."
    assert "disk" in outcome.advice


def test_a_network_that_leads_nowhere(reach):
    error = Unreachable("no way")
    error.__cause__ = OSError(101, "Network is unreachable")

    assert "There is no way from this machine" in explain(Trouble(error, reach(25))).cause


def test_a_server_that_lets_in_and_then_wants_more_is_not_taken_for_one_without_a_log_in(reach):
    error = Refused("The mail server refused the sender: 550 Relaying denied", code=550, about="sender")

    explanation = explain(Trouble(error, reach(25, username="flasky")))

    assert "FLASKY_MAIL_SENDER" in explanation.advice
