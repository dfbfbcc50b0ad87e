"""Every list is paged in the same two ways, and refuses what is no page in the same one."""

import pytest

from tests import factories
from tests.browsers import logged_in

LISTS = (
    *("/", "/all", "/followed", "/tags", "/tags/tea", "/@alice", "/@alice/comments", "/@alice/followers"),
    *("/@alice/following", "{post}/likes", "{post}/boosts", "/bookmarks", "/deleted", "/notifications"),
    *("/settings/followers", "/settings/mutes", "/settings/blocks", "/moderate", "/admin/people"),
)
"""But those of comments, whose pages have fixed places: see tests/web/test_comments.py."""

PAGES = {"page=2": 200, "page=50": 200, "before=7": 200, "after=7": 200}
MANGLED = dict.fromkeys(
    ("page=51", "page=0", "page=x", "page=", "before=x", "before=-1", f"after={2**63}", "after=1.5", "before=%00"), 404
)


@pytest.mark.seed("E14")
@pytest.mark.defect("D31")
@pytest.mark.parametrize("path", LISTS)
def test_every_list_has_pages_and_refuses_mangled_ones(app, admin, alice, path):
    post = factories.post(alice, title="Tea", body="#tea")
    address = path.format(post=f"/@alice/{post.id}/tea")
    browser = logged_in(app, admin)

    answers = {query: browser.get(f"{address}?{query}").status_code for query in (*PAGES, *MANGLED)}

    assert answers == {**PAGES, **MANGLED}
