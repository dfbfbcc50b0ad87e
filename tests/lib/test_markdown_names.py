"""People and tags that a text names."""

import pytest

from flasky.lib.markdown import Dialect, Reason, TooComplex, names_in, render

PEOPLE = ("alice", "Bob.b")


def named(source: str, **how):
    rendered = render(source, people=PEOPLE, **how)
    return rendered.mentions, tuple(name for _key, name in rendered.tags)


@pytest.mark.parametrize(
    ("source", "mentions", "tags"),
    [
        ("Hi @Alice. And (@bob.b)!\n@alice", ("alice", "Bob.b"), ()),
        ("#Tea, #tea and #green_tea2.", (), ("Tea", "green_tea2")),
        ("> **@alice** and _#tea_", ("alice",), ("tea",)),
        ("no @nobody, @alic, @alice_, #12", (), ()),
        ("`@alice #tea` [@alice #tea](/x) <https://e.org/#tea> https://e.org/@alice", (), ()),
        ("```\n@alice #tea\n```", (), ()),
        ("x@alice C#tea /@alice @alice@e.org me@alice.org ##tea &#tea", (), ()),
        (r"\@alice \#tea", (), ()),
        ("*x*@alice", (), ()),
    ],
)
@pytest.mark.parametrize("dialect", Dialect)
def test_names_are_found_by_their_signs(source, mentions, tags, dialect):
    assert named(source, dialect=dialect) == (mentions, tags)


def test_a_name_becomes_a_link():
    shown = render("@Alice likes #Gärten", people=PEOPLE).html

    assert '<a href="/@alice" class="mention" rel="nofollow ugc noopener">@Alice</a>' in shown
    assert '<a href="/tags/g%C3%A4rten" class="hashtag" rel="nofollow ugc noopener">#Gärten</a>' in shown


def test_names_to_look_up_are_more_than_those_that_are_linked():
    assert names_in("Hi @Alice, `@bob` and @c.") == ["alice", "bob", "c.", "c"]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (" ".join(f"@p{number}" for number in range(51)), Reason.MENTIONS),
        (" ".join(f"#t{number}" for number in range(31)), Reason.TAGS),
        ("@alice " * 151, Reason.MENTIONS),
        ("#tea " * 151, Reason.TAGS),
    ],
)
def test_a_text_that_names_too_many_is_refused(source, reason):
    with pytest.raises(TooComplex) as refused:
        render(source, people=PEOPLE)

    assert refused.value.reason is reason


def test_a_comment_has_no_headings_tables_tasks_images_and_footnotes():
    source = "# a\n\nb\n---\n\n---\n\n| c |\n|---|\n\n- [ ] d\n\n![e](https://e.org)[^f]\n\n[^f]: g"

    shown = render(source, dialect=Dialect.COMMENT).html

    assert not any(tag in shown for tag in ("<h2", "<hr", "<table", "<input", "<sup"))
    assert "<li>[ ] d</li>" in shown
    assert '!<a href="https://e.org"' in shown
