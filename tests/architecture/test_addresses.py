"""Every address of flasky/addresses leads to a page, with what was put into it."""

from types import FunctionType, SimpleNamespace
from urllib.parse import unquote

import pytest
from werkzeug.exceptions import MethodNotAllowed

from flasky import addresses
from flasky.lib import ids

AUTHOR = SimpleNamespace(username="alice.b_c")
POST = SimpleNamespace(id=ids.LARGEST, slug="日本-and-so-on", author=AUTHOR)
OF_AUTHOR = {"username": "alice.b_c"}
OF_POST = {**OF_AUTHOR, "post_id": ids.LARGEST, "slug": "日本-and-so-on"}
TOKEN = {"token": "IjEi.a-b_c"}

SAMPLES = {
    "api_docs": ([], {}),
    "api_spec": ([], {}),
    "api_posts": ([], {}),
    "api_post": ([POST], {"post_id": ids.LARGEST}),
    "api_comment": ([7], {"comment_id": 7}),
    "api_user": ([SimpleNamespace(id=7)], {"user": "7"}),
    "bookmarks": ([], {}),
    "boosts": ([POST], OF_POST),
    "by_number": ([7], {"post_id": 7}),
    "comment": ([POST, 7], {**OF_POST, "comment_id": 7}),
    "comment_act": ([POST, 7, "reply"], {**OF_POST, "comment_id": 7}),
    "comments": ([POST], OF_POST),
    "comments_page": ([POST, 2], OF_POST),
    "likes": ([POST], OF_POST),
    "mark": ([POST, "like"], {**OF_POST, "act": "like"}),
    "moderate_comment": ([7, "disable"], {"comment_id": 7}),
    "toggle_comments": ([POST, "close"], OF_POST),
    "writing_settings": ([], {}),
    "account": ([7], {"user_id": 7}),
    "change_email": ([], {}),
    "change_email_with": (["IjEi.a-b_c"], TOKEN),
    "delete_post": ([POST], OF_POST),
    "deleted": ([], {}),
    "edit_from_revision": ([POST, 7], OF_POST),
    "end_other_sessions": ([], {}),
    "end_session": ([7], {"login_id": 7}),
    "authorize": ([], {}),
    "oauth_metadata": ([], {}),
    "oauth_register": ([], {}),
    "oauth_revoke": ([], {}),
    "oauth_token": ([], {}),
    "own_apps": ([], {}),
    "own_clients": ([], {}),
    "own_tokens": ([], {}),
    "end_own_app": ([7], {"grant_id": 7}),
    "end_own_token": ([7], {"grant_id": 7}),
    "delete_client": ([7], {"client_id": 7}),
    "renew_client_secret": ([7], {"client_id": 7}),
    "errors": ([], {}),
    "fill_with_demo": ([], {}),
    "guide": ([], {}),
    "people": ([], {}),
    "remove_demo": ([], {}),
    "replay": ([7], {"job_id": 7}),
    "replay_all": ([], {}),
    "restore_post": ([POST], OF_POST),
    "revision": ([POST, 7], {**OF_POST, "revision_id": 7}),
    "revisions": ([POST], OF_POST),
    "sessions": ([], {}),
    "set_up": (["IjEi.a-b_c"], TOKEN),
    "site_desk": ([], {}),
    "suspend": ([7], {"user_id": 7}),
    "take_back_with": (["IjEi.a-b_c"], TOKEN),
    "try_mail": ([], {}),
    "unsuspend": ([7], {"user_id": 7}),
    "admin": ([], {}),
    "all_posts": ([], {}),
    "author": ([AUTHOR], OF_AUTHOR),
    "change_password": ([], {}),
    "confirm": ([], {}),
    "confirm_with": (["IjEi.a-b_c"], TOKEN),
    "edit_post": ([POST], OF_POST),
    "health": ([], {}),
    "home": ([], {}),
    "login": (["/@alice?page=2&a=b"], {}),
    "logout": ([], {}),
    "moderate": ([], {}),
    "post": ([POST], OF_POST),
    "preview": ([], {}),
    "profile": (["alice.b_c"], OF_AUTHOR),
    "ready": ([], {}),
    "register": ([], {}),
    "reset": ([], {}),
    "reset_with": (["IjEi.a-b_c"], TOKEN),
    "suspended": ([], {}),
    "unconfirmed": ([], {}),
    "write": ([], {}),
    "accept_follower": ([AUTHOR], OF_AUTHOR),
    "block": ([AUTHOR], OF_AUTHOR),
    "comments_by": ([AUTHOR], OF_AUTHOR),
    "decline_follower": ([AUTHOR], OF_AUTHOR),
    "follow": ([AUTHOR], OF_AUTHOR),
    "followers": ([AUTHOR], OF_AUTHOR),
    "following": ([AUTHOR], OF_AUTHOR),
    "generated_picture": (["alice.b_c"], OF_AUTHOR),
    "hover_card": ([AUTHOR], OF_AUTHOR),
    "mute": ([AUTHOR], OF_AUTHOR),
    "own_blocks": ([], {}),
    "own_followers": ([], {}),
    "own_mutes": ([], {}),
    "own_picture": ([], {}),
    "own_profile": ([], {}),
    "oembed": (["http://localhost/@alice"], {}),
    "pin": ([POST], OF_POST),
    "preview_picture": ([POST, "a" * 32], {"post_id": ids.LARGEST, "digest": "a" * 32}),
    "remove_follower": ([AUTHOR], OF_AUTHOR),
    "remove_own_picture": ([], {}),
    "stored_picture": (["a" * 64, 80], {"name": "a" * 64 + "-80.webp"}),
    "unblock": ([AUTHOR], OF_AUTHOR),
    "unfollow": ([AUTHOR], OF_AUTHOR),
    "unmute": ([AUTHOR], OF_AUTHOR),
    "unpin": ([POST], OF_POST),
    "notification_settings": ([], {}),
    "notifications": (["mentions"], {}),
    "open_notification": ([7], {"notification_id": 7}),
    "read_notification": ([7], {"notification_id": 7}),
    "read_notifications": ([], {}),
    "unread_count": ([], {}),
    "unsubscribe": (["IjEi.a-b_c"], TOKEN),
    "followed_posts": ([], {}),
    "new_posts": ([], {}),
    "new_followed": ([], {}),
    "mark_followed_read": ([], {}),
    "tags": ([], {}),
    "tag": (["日本"], {"tag": "日本"}),
    "follow_tag": (["日本"], {"tag": "日本"}),
    "unfollow_tag": (["日本"], {"tag": "日本"}),
    "comments_of": (["alice.b_c", 7, "a-b"], {**OF_AUTHOR, "post_id": 7, "slug": "a-b"}),
    "directory": ([], {}),
    "feed": (["/@alice.b_c", "atom"], {**OF_AUTHOR, "form": "atom"}),
    "feed_settings": ([], {}),
    "following_opml": ([], {}),
    "home_feed": (["IjEi.a-b_c", "rss"], {**TOKEN, "form": "rss"}),
    "post_of": (["alice.b_c", 7, "a-b"], {**OF_AUTHOR, "post_id": 7, "slug": "a-b"}),
    "renew_home_feed": ([], {}),
    "stop_home_feed": ([], {}),
    "complete_people": ([], {}),
    "complete_tags": ([], {}),
    "sitemap_page": (["posts", 7], {"first": 7}),
    "wishes": ([], {}),
    "host_meta": ([], {}),
    "host_meta_json": ([], {}),
    "humans": ([], {}),
    "known_change_password": ([], {}),
    "manifest": ([], {}),
    "node_info": ([], {}),
    "node_info_links": ([], {}),
    "robots": ([], {}),
    "security_contact": ([], {}),
    "sitemap": ([], {}),
    "webfinger": ([], {}),
    "api_account": ([SimpleNamespace(id=7)], {"user": "7"}),
    "api_tag": (["日本"], {"tag": "日本"}),
    "api_tag_timeline": (["日本"], {"tag": "日本"}),
}
OTHERS = {"absolute", "api", "built_file"}
"""One puts an origin before a path, one is what others begin with, one names a file, which no route serves."""


def all_of_them() -> set[str]:
    return {name for name, member in vars(addresses).items() if is_address(member) and not name.startswith("_")}


def is_address(member: object) -> bool:
    return isinstance(member, FunctionType) and member.__module__.startswith(addresses.__name__)


def resolved(app, path: str) -> dict[str, object]:
    """Return what the route map reads out of a path; raises for one it does not know or would redirect."""
    routes, wanted = app.url_map.bind("localhost"), unquote(path.partition("?")[0])
    try:
        return routes.match(wanted)[1]
    except MethodNotAllowed as error:
        return routes.match(wanted, method=error.valid_methods[0])[1]


def test_every_address_has_a_sample_here():
    assert all_of_them() == SAMPLES.keys() | OTHERS


@pytest.mark.parametrize("name", SAMPLES)
def test_addresses_resolve_against_the_route_map(app, name):
    given, expected = SAMPLES[name]

    path = getattr(addresses, name)(*given)

    assert resolved(app, path) == expected


def test_built_files_are_served(browser):
    response = browser.get(addresses.built_file("img/favicon.svg"))

    assert response.status_code == 200
