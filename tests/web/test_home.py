"""The home page."""

import re

import pytest

from flasky.models import Permission, Role, User
from flasky.transaction import commit, session
from tests import factories
from tests.browsers import Browser, hidden_fields, logged_in
from tests.statements import counted


def headings(html: str) -> list[str]:
    return [re.sub(r"<[^>]+>|\s+", " ", found).strip() for found in re.findall(r"<h1[^>]*>(.*?)</h1>", html, re.S)]


@pytest.mark.seed("P1", "E3")
@pytest.mark.defect("D49")
def test_a_visitor_is_greeted_and_gets_no_cookie(browser):
    response = browser.get("/")

    assert response.status_code == 200
    assert headings(response.text) == ["Hello, Stranger!"]
    assert "Set-Cookie" not in response.headers


@pytest.mark.seed("E1", "P3")
def test_a_visitor_finds_brand_home_and_sign_in(browser):
    html = browser.get("/").text

    assert re.search(r'href="/"[^>]*>\s*(<[^>]+>.*?</[^>]+>)?\s*(<span[^>]*>)?Flasky', html, re.S)
    for label in ("Home", "Sign In", "Toggle navigation"):
        assert label in html
    assert "Sign Out" not in html
    assert ">Profile<" not in html


@pytest.mark.seed("E1")
def test_somebody_logged_in_finds_profile_and_sign_out(app, alice):
    html = logged_in(app, alice).get("/").text

    assert 'href="/@alice"' in html
    assert re.search(r'<form[^>]*method="post"[^>]*action="/auth/logout"', html)
    assert "Sign Out" in html
    assert "Sign In" not in html


@pytest.mark.seed("E3")
def test_later_visits_are_greeted_again(app, alice):
    browser = logged_in(app, alice)

    html = browser.get("/").text

    assert headings(html) == ["Hello, alice!"]
    assert "Happy to see you again!" in html
    assert "Pleased to meet you!" not in html


@pytest.mark.seed("B1", "P8")
def test_a_post_written_on_the_home_page_comes_first(app, alice, bob):
    factories.post(bob, body="bob was here before")
    browser = logged_in(app, alice)

    response = browser.fill_in("/", {"body": "alice writes **now**"})

    assert (response.status_code, response.location) == (303, "/")
    html = browser.get("/").text
    assert html.index("<strong>now</strong>") < html.index("bob was here before")


@pytest.mark.seed("B1")
def test_a_visitor_reads_but_gets_no_writing_box(browser, alice):
    factories.post(alice, body="for everybody")

    html = browser.get("/").text

    assert "for everybody" in html
    assert "<textarea" not in html


@pytest.mark.seed("B1")
@pytest.mark.defect("D7")
def test_somebody_without_the_right_to_write_gets_no_box_and_cannot_post(app, alice):
    role = Role(name="Reader", permissions=int(Permission.FOLLOW | Permission.COMMENT))
    alice.role = role
    session.add(role)
    commit()
    browser = logged_in(app, alice)

    assert "<textarea" not in browser.get("/").text
    assert browser.post("/", {"body": "let me in"}).status_code == 403

    alice.role = session.query(Role).filter_by(name=Role.USER).one()
    session.flush()
    session.delete(role)
    commit()


def test_an_empty_post_is_refused_with_a_sentence(app, alice):
    response = logged_in(app, alice).fill_in("/", {"title": "Only a title", "body": "  \n "})

    assert response.status_code == 422
    assert "Write something first" in response.text
    assert "Only a title" in response.text


def test_a_site_without_posts_says_so(browser):
    assert "Nothing written yet" in browser.get("/").text


@pytest.mark.seed("B4", "E14")
def test_pages_lead_from_one_to_the_next_and_cover_every_post_once(browser, alice):
    posts = factories.many_posts(alice, 45)
    seen: list[str] = []
    path: str | None = "/"

    while path:
        html = browser.get(path).text
        seen += re.findall(r'post-title"><a href="/@alice/(\d+)/', html)
        older = re.search(r'href="(/\?before=\d+)"', html)
        path = older[1] if older else None

    assert seen == [str(post.id) for post in reversed(posts)]


@pytest.mark.seed("B4", "E14")
def test_pages_have_numbers_too(browser, alice):
    posts = factories.many_posts(alice, 25)

    html = browser.get("/?page=2").text

    assert re.findall(r'post-title"><a href="/@alice/(\d+)/', html) == [str(post.id) for post in reversed(posts[:5])]


@pytest.mark.seed("B4")
@pytest.mark.defect("D31")
def test_a_new_post_does_not_shift_the_page_below(browser, alice):
    factories.many_posts(alice, 25)
    older = re.search(r'href="(/\?before=\d+)"', browser.get("/").text)
    assert older
    before = browser.get(older[1]).text

    factories.post(alice, title="Brand new")

    assert re.findall(r"/@alice/\d+", browser.get(older[1]).text) == re.findall(r"/@alice/\d+", before)


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=51", "page=x", "before=x", "after=", "before=1&after=2"])
@pytest.mark.parametrize("number", ["", "99999999999999999999999", "%00", "1.5", "٣"])
@pytest.mark.seed("B4", "E14")
@pytest.mark.defect("D18")
def test_a_page_that_cannot_be_is_not_found(browser, query, number):
    assert browser.get(f"/?{query}{number}").status_code == 404


@pytest.mark.seed("E14")
@pytest.mark.parametrize("query", ["page=50", "before=1", "after=9223372036854775807"])
def test_a_page_past_the_end_is_empty(browser, alice, query):
    factories.post(alice)

    assert browser.get(f"/?{query}").status_code == 200


@pytest.mark.seed("E14")
def test_the_old_index_leads_home(browser):
    response = browser.get("/index")

    assert (response.status_code, response.location) == (301, "/")


@pytest.mark.defect("D26")
def test_a_visitors_all_tab_is_a_page(browser, alice):
    factories.post(alice, body="seen by all")

    assert "seen by all" in browser.get("/all").text


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.defect("D47")
def test_a_visitors_home_takes_the_same_few_statements_for_one_post_and_twenty(browser, alice, count):
    factories.many_posts(alice, count)

    with counted() as statements:
        browser.get("/")

    assert len(statements) == 1, statements


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.defect("D47")
def test_home_takes_the_same_few_statements_for_somebody_logged_in(app, alice: User, count):
    factories.many_posts(alice, count)
    browser = logged_in(app, alice)

    with counted() as statements:
        browser.get("/")

    # The login, the posts with their authors, the reader's marks, what is unread.
    assert len(statements) == 4, statements


def test_a_double_click_publishes_once(app, alice):
    browser = logged_in(app, alice)
    fields = {**hidden_fields(browser.get("/").text), "body": "only once"}

    answers = [browser.open("POST", "/", data=fields).status_code for _ in range(3)]

    assert answers == [303, 303, 303]
    assert browser.get("/").text.count("only once</p>") == 1


def test_a_changed_text_after_going_back_is_kept_and_can_be_sent_again(app, alice):
    browser = logged_in(app, alice)
    fields = hidden_fields(browser.get("/").text)
    browser.open("POST", "/", data={**fields, "body": "first"})

    answer = browser.open("POST", "/", data={**fields, "body": "second"})
    again = browser.open("POST", "/", data={**hidden_fields(answer.text), "body": "second"})

    assert answer.status_code == 422
    assert "second" in answer.text
    assert again.status_code == 303


def test_two_browsers_of_two_people_do_not_mix(app, alice, bob):
    hers, his = logged_in(app, alice), logged_in(app, bob)

    assert "Hello, alice!" in hers.get("/").text
    assert "Hello, bob!" in his.get("/").text
    assert "Hello, Stranger!" in Browser(app).get("/").text
