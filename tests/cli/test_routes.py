"""`flasky routes`: what there is and who may."""

import pytest

from flasky.http import access
from flasky.http.access import Rule, Who
from flasky.models import Permission


def rows(output: str) -> dict[tuple[str, str], str]:
    """Return who may, by address and methods."""
    head, *lines = output.splitlines()
    columns = [head.index(word) for word in ("Address", "Methods", "Who may", "Endpoint")]
    cells = [[line[a:b].strip() for a, b in zip(columns, [*columns[1:], None], strict=True)] for line in lines]
    return {(address, methods): who for address, methods, who, _ in cells}


def test_every_route_is_listed_with_who_may_call_it(run, app):
    seen = rows(run("routes").stdout)

    assert len(seen) == len(list(app.url_map.iter_rules()))
    assert seen["/", "GET"] == "anybody"
    assert seen["/admin", "GET"] == "people who may ADMIN"
    assert seen["/moderate", "GET"] == "people who may MODERATE"
    assert seen["/healthz", "GET"] == "machines"
    assert seen["/auth/confirm", "POST"] == "people, the unconfirmed too"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (access.ANYBODY, "anybody"),
        (access.ANYBODY_AT_THE_DOOR, "anybody"),
        (access.PEOPLE, "people"),
        (access.PEOPLE_AT_THE_DOOR, "people, the unconfirmed too"),
        (access.READ_BY_ANYBODY_WRITTEN_BY_WRITERS, "anybody; to write, people who may WRITE"),
        (access.MODERATORS, "people who may MODERATE"),
        (access.MACHINES, "machines"),
        (Rule(Who.PEOPLE, Permission.FOLLOW | Permission.ADMIN), "people who may FOLLOW and ADMIN"),
    ],
)
def test_a_rule_is_said_in_words(rule, words):
    assert rule.in_words() == words
