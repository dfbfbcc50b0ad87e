"""`flasky mail test`: in a process of its own, with the settings of a host."""

import contextvars

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519

from flasky.factory import create_app
from tests.commands import flasky
from tests.lib.test_dkim_keys import pem_of
from tests.worker.post_office import PostOffice, free_port


@pytest.mark.seed("E12")
@pytest.mark.parametrize(
    ("words", "settings", "recipient"),
    [
        (["susan@example.org"], {}, "susan@example.org"),
        ([], {"FLASKY_ADMIN": "susan@example.com"}, "susan@example.com"),
    ],
)
def test_a_letter_goes_and_the_answer_of_the_server_is_shown(tmp_path, words, settings, recipient):
    with PostOffice() as office:
        reached = {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": str(office.port), **settings}
        done = flasky("mail", "test", *words, folder=tmp_path, **reached)

    assert done.returncode == 0, done.stderr
    assert f"to {recipient}, by 127.0.0.1, port {office.port}, no encryption, without logging in" in done.stdout
    assert "The mail server took the letter: 250 Kept" in done.stdout
    [letter] = office.letters
    assert letter["To"] == recipient
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]


@pytest.mark.seed("E12")
def test_a_refusal_ends_with_status_1_the_words_of_the_server_and_the_setting_that_mends_it(tmp_path):
    with PostOffice() as office:
        office.answer = "553 Mail from must equal authorized user"
        reached = {"MAIL_SERVER": "127.0.0.1", "MAIL_PORT": str(office.port)}
        done = flasky("mail", "test", "susan@example.org", folder=tmp_path, **reached)

    assert done.returncode == 1
    assert "553 Mail from must equal authorized user" in done.stderr
    assert "What to do: Set FLASKY_MAIL_SENDER" in done.stderr


@pytest.mark.seed("E12")
def test_a_letter_goes_to_the_mail_account_when_nobody_is_named(tmp_path):
    port = str(free_port())
    account = {"MAIL_USERNAME": "us@example.org", "MAIL_PASSWORD": "secret"}

    done = flasky("mail", "test", folder=tmp_path, MAIL_SERVER="127.0.0.1", MAIL_PORT=port, **account)

    assert done.returncode == 1
    assert "to us@example.org, by 127.0.0.1" in done.stdout
    assert "as us@example.org" in done.stdout
    assert "nobody listens on port" in done.stderr
    assert "secret" not in done.stdout + done.stderr


@pytest.mark.seed("E12")
def test_without_a_mail_server_it_is_said_where_the_letter_is_kept(tmp_path):
    done = flasky("mail", "test", "susan@example.org", folder=tmp_path)

    [kept] = (tmp_path / "data" / "outbox").iterdir()
    assert done.returncode == 0
    assert str(kept.relative_to(tmp_path)) in done.stdout
    assert "Set MAIL_SERVER" in done.stdout


@pytest.mark.parametrize(("words", "status", "said"), [([], 2, "Say to whom"), (["susan"], 1, "not a plain email")])
def test_a_letter_needs_an_address(tmp_path, words, status, said):
    done = flasky("mail", "test", *words, folder=tmp_path)

    assert done.returncode == status
    assert said in done.stderr


def test_the_record_of_the_signature_is_printed_as_a_zone_file_has_it(app, tmp_path):
    (tmp_path / "dkim.pem").write_bytes(pem_of(ed25519.Ed25519PrivateKey.generate()))
    signing = {"flasky_dkim_selector": "one", "flasky_dkim_key_file": tmp_path / "dkim.pem"}
    signed = create_app("testing", flasky_data_dir=tmp_path, **signing)

    said, refused = (
        contextvars.Context().run(each.test_cli_runner().invoke, args=["mail", "dkim"]) for each in (signed, app)
    )

    assert said.output.startswith('one._domainkey.example.com. IN TXT ( "v=DKIM1; k=ed25519; p=')
    assert refused.exit_code == 1
    assert "Letters are not signed" in refused.output
