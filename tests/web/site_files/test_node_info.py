"""NodeInfo: the site's software and size, without counting."""

from flasky import __version__, transaction
from flasky.operations import statistics
from flasky.queries.statistics import Usage
from tests import factories, statements


def test_node_info_says_what_runs_here_and_how_many_people_there_are(browser):
    statistics.keep_usage(Usage(people=9, active_month=4, active_half_year=6, posts=70))
    transaction.commit()

    [link] = browser.get("/.well-known/nodeinfo").json["links"]
    response = browser.get(link["href"].removeprefix("http://localhost"))

    assert link["rel"] == "http://nodeinfo.diaspora.software/ns/schema/2.1"
    assert response.content_type == f'application/json; profile="{link["rel"]}#"'
    said = response.json
    assert said["software"] == {"name": "flasky", "version": __version__}
    assert (said["version"], said["protocols"], said["openRegistrations"]) == ("2.1", [], True)
    assert said["usage"] == {"users": {"total": 9, "activeMonth": 4, "activeHalfyear": 6}, "localPosts": 70}


def test_it_costs_one_statement_however_many_people_there_are(browser):
    for number in range(3):
        factories.person(f"person{number}")

    with statements.counted() as asked:
        browser.get("/nodeinfo/2.1")

    assert len(asked) == 1
    assert "statistics" in asked[0]
