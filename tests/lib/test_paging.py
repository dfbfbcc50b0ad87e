"""Pages and what is asked for."""

from flasky.lib.paging import Page, PageRequest


def test_a_request_without_marks_asks_for_the_newest():
    request = PageRequest(20)

    assert (request.before, request.after, request.number) == (None, None, None)


def test_changing_the_items_keeps_where_to_go_on():
    page = Page([3, 2], newer_than=3, older_than=2).map(str)

    assert page == Page(["3", "2"], newer_than=3, older_than=2)
