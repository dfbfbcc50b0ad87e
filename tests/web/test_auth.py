"""Sign up, confirm, log in, log out."""

import pytest

from tests.browsers import letters, link_in


@pytest.mark.seed("E2")
def test_somebody_signs_up_confirms_and_is_greeted(app, browser):
    response = browser.fill_in(
        "/auth/register",
        {"email": "Dora@Example.com", "username": "dora", "password": "correct horse", "password2": "correct horse"},
    )
    assert response.status_code == 303
    assert "A confirmation email has been sent to you by email." in browser.follow(response).text

    link = link_in(letters(app)[0])
    response = browser.fill_in(browser.get(link).location, {"email": "dora", "password": "correct horse"})
    response = browser.fill_in(response.location)

    home = browser.follow(response).text
    assert "You have confirmed your account. Thanks!" in home
    assert "Pleased to meet you!" in home
