"""What every template has at hand without being handed it."""

import pytest
from flask import render_template_string

from flasky.models import Permission


@pytest.mark.seed("E9")
def test_every_template_knows_the_rights_and_who_asks(app):
    words = (
        "{{ Permission.MODERATE.value }} {{ current_user.can(Permission.MODERATE) }} {{ current_user.is_anonymous }}"
    )

    with app.test_request_context("/"):
        assert render_template_string(words) == f"{Permission.MODERATE.value} False True"
