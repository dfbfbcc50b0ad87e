"""Who may call what is declared on every view, and nothing goes around the guard."""

import pytest
from flask import Flask

from flasky.extensions import csrf
from flasky.http import access, limits
from flasky.http.access import SAFE_METHODS

WITHOUT_TOKEN: set[str] = set()
"""Views that take a write without this session's token. None yet."""


def test_every_endpoint_declares_who_may_call_it(app):
    undeclared = {rule.endpoint for rule in app.url_map.iter_rules() if access.rule_of(app, rule.endpoint) is None}

    assert undeclared == set()


def test_an_app_with_an_undeclared_endpoint_does_not_start():
    other = Flask("other", static_folder=None)
    other.add_url_rule("/forgotten", view_func=lambda: "", endpoint="forgotten")

    with pytest.raises(RuntimeError, match="forgotten"):
        access.require_declarations(other)


def test_a_view_reads_or_writes_but_not_both(app):
    both = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if (rule.methods or set()) & SAFE_METHODS - {"OPTIONS"} and (rule.methods or set()) - SAFE_METHODS
    ]

    assert both == []


def test_every_write_needs_the_token(app):
    assert app.url_map
    assert csrf._exempt_views == WITHOUT_TOKEN
    assert csrf._exempt_blueprints == set()


def test_limits_name_endpoints_that_exist_and_write(app):
    writing = {rule.endpoint for rule in app.url_map.iter_rules() if (rule.methods or set()) - SAFE_METHODS}

    assert limits.LIMITS.keys() - writing == limits.ACTS
    assert limits.SHARED.keys() - limits.LIMITS.keys() == set()
    assert limits.AS_ON_PAGES.keys() - writing == set()
    assert set(limits.AS_ON_PAGES.values()) - limits.LIMITS.keys() == set()
