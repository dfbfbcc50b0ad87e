"""The tab of followed people on the home page."""

import pytest
from sqlalchemy import Select, text

from flasky import transaction
from flasky.models import EventKind, Follow, Timeline
from flasky.operations import events
from flasky.queries import timelines
from flasky.queries.sources import Window
from flasky.transaction import session
from tests import factories
from tests.browsers import do_jobs, hidden_fields, logged_in
from tests.statements import counted


@pytest.fixture
def reader(app, alice, bob):
    """Bob, who follows alice, logged in."""
    browser = logged_in(app, bob)
    session.add(Follow(follower_id=bob.actor_id, followed_id=alice.actor_id))
    events.record(EventKind.FOLLOWED, by=bob, subject_id=alice.actor_id)
    transaction.commit()
    do_jobs(app)
    return browser


@pytest.mark.seed("W3")
def test_followed_shows_own_posts_and_those_of_followed_people(app, reader, alice, bob, carol):
    for person in (alice, bob, carol):
        factories.post(person, body=f"written by {person.username}")
    do_jobs(app)

    html = reader.get("/followed").text

    assert html.index("written by bob") < html.index("written by alice")
    assert "written by carol" not in html


@pytest.mark.seed("W3")
def test_the_tab_one_chose_is_remembered_for_a_month(app, reader, carol):
    factories.post(carol, body="written by carol")
    first = reader.get("/followed")

    assert "show_followed=1" in first.headers["Set-Cookie"]
    assert "Max-Age=2592000" in first.headers["Set-Cookie"]
    assert "written by carol" not in reader.get("/").text
    reader.get("/all")
    assert "written by carol" in reader.get("/").text


@pytest.mark.parametrize(
    ("site", "is_kept"), [("cross-site", False), ("same-site", False), ("same-origin", True), ("none", True)]
)
def test_a_link_of_another_site_changes_no_choice(reader, site, is_kept):
    response = reader.get("/followed", headers={"Sec-Fetch-Site": site})

    assert response.status_code == 200
    assert ("show_followed" in str(response.headers.getlist("Set-Cookie"))) is is_kept


@pytest.mark.defect("D26")
def test_a_visitor_sees_everybodys_posts_and_gets_no_cookie(browser):
    browser.client.set_cookie("show_followed", "1")

    assert browser.get("/").status_code == 200
    assert "Set-Cookie" not in browser.get("/all").headers
    assert browser.get("/followed").location.startswith("/auth/login?next=")


@pytest.mark.defect("D35")
def test_nobody_reads_the_timeline_of_another(app, reader, alice, carol):
    factories.post(alice, body="written by alice")
    do_jobs(app)

    assert "written by alice" not in logged_in(app, carol).get("/followed").text


def test_whoever_follows_nobody_is_shown_people(app, alice, carol):
    factories.post(alice)

    html = logged_in(app, carol).get("/followed").text

    assert "Nothing to read here yet" in html
    assert '<a href="/@alice">alice</a>' in html


def test_what_is_new_stands_above_a_mark(app, reader, alice, bob):
    old = factories.post(alice, body="an old one")
    do_jobs(app)
    page = reader.get("/followed").text
    assert "You have read" not in page

    fields = hidden_fields(page[page.index("data-read-mark") :])
    assert fields["place"] == str(old.id)
    assert reader.post("/followed/read", {"place": fields["place"]}).location == "/followed"
    factories.post(alice, body="a new one")
    do_jobs(app)

    html = reader.get("/followed").text
    assert html.index("a new one") < html.index("You have read") < html.index("an old one")


def test_reading_never_goes_back(app, reader, bob):
    for place in ("200", "100"):
        reader.post("/followed/read", {"place": place}, headers={"HX-Request": "true"})
    session.expire_all()

    assert session.get_one(Timeline, bob.actor_id).read_until == 200


@pytest.mark.parametrize("place", ["", "x", "99999999999999999999", "-1"])
def test_a_mangled_place_is_not_found(reader, place):
    assert reader.post("/followed/read", {"place": place}).status_code == 404
    assert reader.get(f"/followed/new?after={place}").status_code == 404
    assert reader.get(f"/followed?before={place}").status_code == 404


@pytest.mark.parametrize("tab", ["followed", "all"])
def test_new_posts_are_counted_for_a_script(app, reader, alice, tab):
    seen = factories.post(alice)
    do_jobs(app)
    assert reader.get(f"/{tab}/new?after={seen.id}").status_code == 204
    factories.post(alice)
    do_jobs(app)

    assert ">1 new post</a>" in reader.get(f"/{tab}/new?after={seen.id}").text


@pytest.mark.seed("E14")
def test_pages_of_followed_have_numbers(reader):
    assert [reader.get(f"/followed?page={number}").status_code for number in ("2", "51", "x")] == [200, 404, 404]


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.defect("D47")
def test_followed_takes_the_same_few_statements_for_one_post_and_twenty(app, reader, alice, count):
    for _ in range(count):
        factories.post(alice, body="On #tea")
    do_jobs(app)

    with counted() as statements:
        reader.get("/followed")

    # The login, the state of the timeline, the page, who to follow, the reader's marks, what is unread: P9 allows six.
    assert len(statements) == 6, statements


@pytest.mark.parametrize("window", [Window(21), Window(21, before=2**60), Window(21, after=1)], ids=str)
@pytest.mark.parametrize("way", [timelines._from_rows, timelines._from_sources])
def test_no_way_to_read_followed_walks_through_all_posts(bob, way, window):
    steps = plan_of(way(bob, window))

    assert [step for step in steps if "ix_posts_reply_to_id_id" in step or step.startswith("SCAN posts")] == []


def plan_of(statement: Select) -> list[str]:
    """How SQLite is going to do it, step by step."""
    bare = statement.compile(session.get_bind(), compile_kwargs={"literal_binds": True})
    return [row[3] for row in session.execute(text(f"EXPLAIN QUERY PLAN {bare}"))]
