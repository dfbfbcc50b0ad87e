"""The links of letters: signed for one purpose, by the newest key, and nothing else is a link."""

import random

import pytest
from itsdangerous import URLSafeSerializer

from flasky.errors import LinkInvalid
from flasky.http import tokens
from flasky.lib import ids
from flasky.models import MailLink, Purpose
from tests.http.walk import make_world

RESET = "/auth/reset/<token>"
PURPOSES = {
    "/auth/confirm/<token>": Purpose.CONFIRM,
    RESET: Purpose.RESET,
    "/auth/change-email/<token>": Purpose.CHANGE_EMAIL,
    "/auth/take-back/<token>": Purpose.WAY_BACK,
}
CROSSED = [
    (rule, purpose) for rule in (*PURPOSES, "/setup/<token>") for purpose in Purpose if PURPOSES.get(rule) != purpose
]
OLD, NEW = "the key of last year, long enough for us", "the key of this year, long enough for us"


@pytest.mark.defect("D6")
@pytest.mark.parametrize(("rule", "purpose"), CROSSED)
def test_link_for_one_purpose_serves_no_other(app, rule, purpose):
    token = make_world().tokens[rule]

    with pytest.raises(LinkInvalid):
        tokens.link_of(token, purpose=purpose)


def test_same_link_has_the_same_token_always(app):
    world = make_world()

    link = tokens.link_of(world.tokens[RESET], purpose=Purpose.RESET)

    assert tokens.token_of(link) == world.tokens[RESET]
    assert link.user_id == world.alice.id


def test_thousand_mutations_of_a_link_are_no_link(app):
    token, chance = make_world().tokens[RESET], random.Random(17)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
    opened = []

    for _time in range(1000):
        place = chance.randrange(len(token) - 1)  # two bits of the last letter mean nothing
        mutant = token[:place] + chance.choice(letters) + token[place + chance.randrange(2) :]
        if mutant != token and is_link(mutant):
            opened.append(mutant)

    assert opened == []


def is_link(token):
    """Tell whether a token opens a link."""
    try:
        return isinstance(tokens.link_of(token, purpose=Purpose.RESET), MailLink)
    except LinkInvalid:
        return False


@pytest.mark.parametrize(
    "identity", ["0", "-1", "1.5", "x", "", "٣", str(ids.LARGEST + 1), "9" * 100, 5, None, [], {"id": 1}, True]
)
def test_signed_value_that_is_no_id_is_no_link(app, identity):
    make_world()
    signed = URLSafeSerializer(app.config["SECRET_KEY"], salt="flasky.mail.reset").dumps(identity)

    with pytest.raises(LinkInvalid):
        tokens.link_of(signed, purpose=Purpose.RESET)


@pytest.mark.parametrize("token", ["", ".", "a.b", "\xff", "=" * 300, "x" * 100_000, "../../etc/passwd", "%2e%2e"])
def test_anything_else_is_no_link(app, token):
    with pytest.raises(LinkInvalid):
        tokens.link_of(token, purpose=Purpose.RESET)


@pytest.mark.advisory("CVE-2025-47278")
def test_letter_sent_before_the_key_changed_still_opens(site):
    before, after = site(secret_key=OLD), site(secret_key=NEW, secret_key_fallbacks=(OLD,))
    with before.app_context():
        token = make_world().tokens[RESET]

    with after.app_context():
        link = tokens.link_of(token, purpose=Purpose.RESET)
        signed_now = tokens.token_of(link)

    assert signed_now != token
    assert URLSafeSerializer(NEW, salt="flasky.mail.reset").loads(signed_now) == str(link.id)


@pytest.mark.advisory("CVE-2025-47278")
def test_letter_signed_by_a_key_that_was_given_up_does_not_open(site):
    with site(secret_key=OLD).app_context():
        token = make_world().tokens[RESET]

    with site(secret_key=NEW).app_context(), pytest.raises(LinkInvalid):
        tokens.link_of(token, purpose=Purpose.RESET)
