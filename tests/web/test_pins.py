"""The pin button."""

from flasky import transaction
from flasky.models import Pin
from flasky.operations import pins
from tests import factories
from tests.browsers import logged_in


def test_a_post_is_pinned_and_unpinned_where_it_stands(app, browser, alice):
    path, hers = f"/@alice/{factories.post(alice, title='First').id}/first", logged_in(app, alice)

    assert "stands first on your profile now" in hers.follow(hers.post(f"{path}/pin")).text
    assert "Pinned" in browser.get("/@alice").text
    assert "Unpin" in hers.get(path).text
    assert "stands at its place again" in hers.follow(hers.post(f"{path}/unpin")).text
    assert "Pin to profile" not in browser.get(path).text


def test_a_sixth_pin_is_refused_with_a_sentence(app, alice):
    posts = [factories.post(alice) for _number in range(Pin.EACH_MAX + 1)]
    for post in posts[:-1]:
        pins.pin(alice, post=post)
    transaction.commit()
    browser = logged_in(app, alice)

    assert "Unpin one of them first" in browser.follow(browser.post(f"/@alice/{posts[-1].id}/x/pin")).text
