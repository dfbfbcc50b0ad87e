"""`flasky worker` and `flasky config`."""

from flasky import transaction
from flasky.operations import users
from flasky.queries.acting import NOBODY
from tests.browsers import letters


def test_once_does_what_is_due_and_ends(run, app, alice):
    users.ask_reset(NOBODY, email="alice@example.com")
    transaction.commit()

    result = run("worker", "--once")

    assert result.exit_code == 0, result.output
    assert result.stdout.endswith("1 jobs done.\n")
    assert [letter["To"] for letter in letters(app)] == ["alice@example.com"]
    assert run("worker", "--once").stdout == "0 jobs done.\n"


def test_config_check_tells_the_configuration_and_the_site(run):
    assert run("config", "check").stdout == "The settings are fine (testing, http://localhost).\n"


def test_config_show_lists_each_setting_on_a_line(run):
    lines = run("config", "show").stdout.splitlines()

    assert lines[0].split() == ["FLASK_CONFIG", "testing"]
    assert ["SECRET_KEY", "(hidden)"] in [line.split() for line in lines]
