"""The test letter: how it arrives, and what is told of it."""

from email import message_from_bytes, policy

import pytest

from flasky.mail import trial
from flasky.mail.sender import Outbox
from tests.worker.post_office import free_port

pytestmark = [
    pytest.mark.usefixtures("app_context"),
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS"),
]


@pytest.mark.seed("E12")
def test_a_letter_of_text_and_html_arrives(open_server, site):
    server = open_server()

    outcome = trial.try_out(server.smtp, site=site, recipient="alice@example.net")

    assert outcome == trial.Outcome(succeeded=True, words="250 Kept")
    [letter] = [message_from_bytes(raw, policy=policy.default) for raw in server.letters]
    assert (letter["To"], letter["Subject"]) == ("alice@example.net", "[Flasky] A Test Letter")
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    assert all("https://flasky.example.org/" in part.get_content() for part in letter.iter_parts())


def test_without_a_server_the_path_of_the_letter_is_told(tmp_path, site):
    outcome = trial.try_out(Outbox(tmp_path / "outbox"), site=site, recipient="alice@example.net")

    assert outcome.succeeded
    assert [str(file) for file in (tmp_path / "outbox").iterdir()] == [outcome.words]


@pytest.mark.parametrize("recipient", ["alice", "a@b@c", "alice@example.net, bob@example.net", ""])
def test_what_is_no_address_is_refused(tmp_path, site, recipient):
    with pytest.raises(ValueError, match="not a plain email address"):
        trial.try_out(Outbox(tmp_path), site=site, recipient=recipient)


def test_two_trials_are_two_letters(tmp_path, site):
    kept = [trial.try_out(Outbox(tmp_path), site=site, recipient="alice@example.net").words for _ in range(2)]

    assert len(set(kept)) == 2


def test_knocking_logs_in_and_sends_nothing(open_server):
    server = open_server(guarded=True, smtp={"username": "flasky", "password": "secret"})

    assert trial.knock(server.smtp).succeeded

    assert (server.logins, server.letters, server.senders) == ([(b"flasky", b"secret")], [], [])


def test_knocking_tells_what_is_wrong(open_server, reach):
    server = open_server(guarded=True, smtp={"username": "flasky", "password": "wrong"})

    assert "535" in trial.knock(server.smtp).words
    assert "nobody listens" in trial.knock(reach(free_port())).cause


def test_nobody_waits_longer_than_a_person_would(script, monkeypatch):
    monkeypatch.setattr(trial, "PATIENCE", 0.5)

    outcome = trial.knock(script([], trickle=False, timeout=30.0))

    assert "within 0.5 seconds" in outcome.cause
