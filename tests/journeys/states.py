"""Every page in every state somebody can bring it into: who looks, at which address, and what they did there."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.factories import PASSWORD
from tests.journeys.acts import flash, go, link_of_menu, log_in, sign_out, text_box, type_post
from tests.journeys.window import PHONE

Act = Callable[[Page], None]
NOBODY = ""


@dataclass(frozen=True)
class State:
    """One page in one state. `path` may name a path of the world in braces; `act` is what is done there."""

    name: str
    who: str
    path: str
    act: Act | None = None
    status: int = 200
    empty_site: bool = False
    needs_scripts: bool = False

    def __str__(self) -> str:
        return self.name


def press(label: str, *, role: str = "button") -> Act:
    """Press a button of the page that leads to another."""

    def act(page: Page) -> None:
        with page.expect_navigation():
            page.get_by_role("main").get_by_role(role, name=label).click()

    return act


def follow(label: str) -> Act:
    """Follow a link of the page."""
    return press(label, role="link")


def send(button: str, **fields: str) -> Act:
    """Fill in the form of the page by the names of its fields and send it, past what the browser would stop."""

    def act(page: Page) -> None:
        form = page.get_by_role("main").locator("form").first
        form.evaluate("form => form.noValidate = true")
        for name, value in fields.items():
            form.locator(f"[name={name}]").fill(value)
        press(button)(page)

    return act


def made(button: str, **fields: str) -> Act:
    """Fill in the last form of a page with a list and send it."""

    def act(page: Page) -> None:
        for name, value in fields.items():
            page.get_by_role("main").locator(f"[name={name}]").fill(value)
        press(button)(page)

    return act


def without_cookies(act: Act) -> Act:
    """Lose the session, then go on as if nothing had happened."""

    def lose(page: Page) -> None:
        page.context.clear_cookies()
        act(page)

    return lose


def resumed(page: Page) -> None:
    without_cookies(send("Publish", title="Kept", body="My text"))(page)
    send("Log In", email="alice", password=PASSWORD)(page)
    expect(text_box(page)).to_have_value("My text")


def left(page: Page) -> None:
    log_in(page, "carol")
    sign_out(page)


def saved(page: Page) -> None:
    follow("Edit :")(page)  # not of a comment
    press("Save")(page)
    expect(flash(page)).to_have_text("The post has been updated.")


def previewed(page: Page) -> None:
    type_post(page, title="A try", body="Some *words*\n\n    code " + "x" * 200 + "\n\n| a | b |\n|--|--|\n| 1 | 2 |\n")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="Preview")).to_be_visible()


def answering(page: Page) -> None:
    page.get_by_role("link", name="Reply").first.click()
    expect(page.get_by_role("button", name="Cancel")).to_be_visible()


def preview_refused(page: Page) -> None:
    text_box(page).fill(" ")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Write something first")).to_be_visible()


def menu_open(page: Page) -> None:
    page.set_viewport_size(PHONE)
    link_of_menu(page, "Account").click()
    expect(link_of_menu(page, "Change Password")).to_be_visible()


def account_open(page: Page) -> None:
    link_of_menu(page, "Account").click()
    expect(link_of_menu(page, "Change Password")).to_be_visible()


def far_too_long(page: Page) -> None:
    go(page, "Write")
    text_box(page).fill("word " * 450_000)
    press("Publish")(page)


def with_a_secret_link(page: Page) -> None:
    if page.get_by_role("button", name="Make a secret link").count():
        press("Make a secret link")(page)


PASSWORDS_DIFFER = {"password": "a long enough one", "password2": "another one"}

STATES = [
    # Whoever passes by
    State("home of a visitor", NOBODY, "/"),
    State("home, page 2", NOBODY, "/", follow("Older")),
    State("home of an empty site", NOBODY, "/", empty_site=True),
    State("a long post", NOBODY, "{post}"),
    State("an edited post", NOBODY, "{edited}"),
    State("a post without a title", NOBODY, "{untitled}"),
    State("a profile", NOBODY, "/@alice"),
    State("a profile, page 2", NOBODY, "/@emil", follow("Older")),
    State("a profile without posts", NOBODY, "/@carol"),
    State("followers", "bob", "/@alice/followers"),
    State("somebody muted", "bob", "/@emil"),
    State("somebody blocked", "bob", "/@dora"),
    State("people who are muted", "bob", "/settings/mutes"),
    State("requests to follow", "emil", "/settings/followers"),
    State("edit profile", "alice", "/settings/profile"),
    State("edit profile, refused", "alice", "/settings/profile", send("Save", username="é", link0_url="x"), 422),
    State("what posts begin with", "alice", "/settings/writing"),
    State("feeds", "alice", "/settings/feeds"),
    State("feeds with a secret link", "carol", "/settings/feeds", with_a_secret_link),
    # Accounts
    State("log-in", NOBODY, "/auth/login"),
    State("log-in on the way", NOBODY, "/write"),
    State("log-in refused", NOBODY, "/auth/login", send("Log In", email="alice", password="wrong"), 422),
    State("sign-up", NOBODY, "/auth/register"),
    State(
        "sign-up, all wrong",
        NOBODY,
        "/auth/register",
        send("Register", email="x", username="é", **PASSWORDS_DIFFER),
        422,
    ),
    State("forgotten password", NOBODY, "/auth/reset"),
    State("forgotten password, no address", NOBODY, "/auth/reset", send("Reset Password"), 422),
    State("new password", NOBODY, "{reset}"),
    State("new password refused", NOBODY, "{reset}", send("Reset Password", **PASSWORDS_DIFFER), 422),
    State("reset link invalid", NOBODY, "/auth/reset/nothing", status=404),
    State("suspended", NOBODY, "/auth/suspended"),
    State("just logged out", NOBODY, "/", left),
    State("unconfirmed", "una", "/"),
    State("unconfirmed, another letter", "una", "/auth/confirm"),
    State("unconfirmed, letter sent again", "ulf", "/auth/confirm", press("Resend")),
    State("confirm", "una", "{confirm}"),
    State("confirm link invalid", "una", "/auth/confirm/nothing", status=404),
    State("change password", "alice", "/auth/change-password"),
    State(
        "change password refused", "alice", "/auth/change-password", send("Update Password", **PASSWORDS_DIFFER), 422
    ),
    State("log-out", "alice", "/auth/logout"),
    State("change email", "alice", "/auth/change-email"),
    State(
        "change email refused", "alice", "/auth/change-email", send("Send me the link", email="x", password="y"), 422
    ),
    State("new address", "alice", "{change_email}"),
    State("new address, link invalid", "alice", "/auth/change-email/nothing", status=404),
    State("take back", NOBODY, "{take_back}"),
    State("take back, link invalid", NOBODY, "/auth/take-back/nothing", status=404),
    State("devices", "alice", "/settings/sessions"),
    State("tokens", "alice", "/settings/tokens"),
    State("tokens, none", "bob", "/settings/tokens"),
    State("tokens, refused", "bob", "/settings/tokens", send("Make the token", name=" ", days="-1"), 422),
    State("a token, made", "carol", "/settings/tokens", made("Make the token", name="Script"), 201, needs_scripts=True),
    State("apps", "alice", "/settings/apps"),
    State("apps, none", "bob", "/settings/apps"),
    State("own apps", "alice", "/settings/apps/own"),
    State("own apps, none", "bob", "/settings/apps/own"),
    State("own apps, refused", "bob", "/settings/apps/own", send("Register the app", redirect_uris="x"), 422),
    State("a consent", "alice", "{consent}"),
    State("a consent to nobody", "alice", "/oauth/authorize?response_type=code", status=400),
    State("set-up link invalid", NOBODY, "/setup/nothing", status=404),
    # Whoever writes
    State("home", "alice", "/"),
    State("home, nothing written", "alice", "/", send("Publish", title="Only a title"), 422),
    State("home of an empty site, logged in", "alice", "/", empty_site=True),
    State("menu of a phone", "alice", "/", menu_open, needs_scripts=True),
    State("account menu", "alice", "/", account_open),
    State("own profile", "alice", "/@alice"),
    State("own profile without posts", "carol", "/@carol"),
    State("write", "alice", "/write"),
    State("write, previewed", "alice", "/write", previewed),
    State("write, preview refused", "alice", "/write", preview_refused, 422),
    State("write, refused", "alice", "/write", send("Publish", title="t" * 201, body="x"), 422),
    State("edit", "alice", "{post}/edit"),
    State("edit, saved", "alice", "{post}", saved),
    State("delete", "alice", "{post}/delete"),
    State("deleted posts", "alice", "/deleted"),
    State("no deleted posts", "carol", "/deleted"),
    State("a deleted post", "alice", "{gone}", status=410),
    State("a deleted post, for others", NOBODY, "{gone}", status=410),
    State("earlier versions", "bob", "{edited}/revisions"),
    State("no earlier versions", "alice", "{post}/revisions"),
    State("an earlier version", "bob", "{revision}"),
    State("notifications", "alice", "/notifications"),
    State("notifications, none of a kind", "alice", "/notifications?show=mentions"),
    State("notification settings", "alice", "/settings/notifications"),
    State("letters ended from a letter", NOBODY, "{unsubscribe}", press("End these letters")),
    State("session expired", "alice", "/write", without_cookies(send("Publish", title="Kept", body="My text")), 400),
    State("writing resumed", "alice", "/write", resumed),
    # Whoever reads
    State("followed, nobody yet", "carol", "/followed"),
    State("followed, own posts", "alice", "/followed"),
    State("tags", "alice", "/tags"),
    State("a tag nobody used", "alice", "/tags/tea"),
    # Desks
    State("moderate", "mod", "/moderate"),
    State("moderate an empty site", "mod", "/moderate", empty_site=True),
    State("admin", "admin", "/admin"),
    State("admin of an empty site", "admin", "/admin", empty_site=True),
    State("home of an administrator", "admin", "/"),
    State("people", "admin", "/admin/people"),
    State("people, nobody found", "admin", "/admin/people?q=xyz"),
    State("an account", "admin", "{account}"),
    State("an account refused", "admin", "{account}", send("Save", email="x"), 422),
    State("site", "admin", "/admin/site"),
    State("site refused", "admin", "/admin/site", send("Save", name=""), 422),
    State("guide", "admin", "/setup"),
    State("errors", "admin", "/admin/errors"),
    State("no errors", "admin", "/admin/errors", empty_site=True),
    State("test letter", "admin", "/admin/site", press("Send a test letter to admin@example.com")),
    # Conversations and marks
    State("a conversation, page 2", NOBODY, "{post}?page=2"),
    State("a conversation", "alice", "{post}"),
    State("an answer begun in place", "alice", "{post}", answering, needs_scripts=True),
    State("a comment refused", "alice", "{comment}/reply", send("Publish", body=" "), 422),
    State("a thread", "alice", "{comment}"),
    State("edit a comment", "alice", "{comment}/edit"),
    State("delete a comment", "alice", "{comment}/delete"),
    State("earlier versions of a comment", "alice", "{comment}/revisions"),
    State("likes", NOBODY, "{post}/likes"),
    State("bookmarks", "alice", "/bookmarks"),
    State("no bookmarks", "carol", "/bookmarks"),
    State("wishes of crawlers", "alice", "/settings/privacy"),
    State("writing settings refused", "alice", "/settings/writing", send("Save", comments_open_days="-1"), 422),
    # Errors
    State("400", NOBODY, "/auth/login", without_cookies(send("Log In", email="alice", password="x")), 400),
    State("403", "alice", "/admin", status=403),
    State("404", NOBODY, "/nothing", status=404),
    State("404, logged in", "alice", "/nothing", status=404),
    State("405", NOBODY, "/preview", status=405),
    State("413", "alice", "/", far_too_long, 413),
    State("500", NOBODY, "/broken/500", status=500),
    State("503", NOBODY, "/broken/503", status=503),
]
