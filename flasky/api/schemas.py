"""How people, posts and comments are spoken in JSON. The keys of the book stand beside ours.

Ids are strings, because JavaScript's numbers end at 2^53; moments are RFC 3339 in UTC; addresses are absolute. No
address of a mailbox, hash or secret stands in any of these but `Me`.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, PlainSerializer

from flasky import addresses
from flasky.api.paging import Collection
from flasky.http import bearer
from flasky.http.pictures import picture_of
from flasky.http.settings import settings
from flasky.lib import ids, whole_links
from flasky.models import Actor, Commenters, Post, PostRevision, ProfileLink, User, Visibility
from flasky.queries.comments import Line
from flasky.queries.marks import Marks
from flasky.queries.relations import Relation
from flasky.queries.visibility import Viewer, Withheld


def _rfc3339(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


Moment = Annotated[datetime, PlainSerializer(_rfc3339, when_used="json")]


class Wire(BaseModel):
    """What goes out: each field is always there, null where there is nothing to say."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class PersonRef(Wire):
    """Who wrote something, in short."""

    id: str
    username: str
    name: str
    url: str
    web_url: str
    avatar_url: str


class Standing(Wire):
    """What stands between a person and the one who asks."""

    follows: bool
    followed_by: bool
    requested: bool
    """You asked to follow them, and they have not answered."""
    blocks: bool
    mutes: bool


class Person(Wire):
    """A person, as everybody may see them."""

    id: str
    url: str
    web_url: str
    username: str
    name: str
    location: str
    about_me: str
    about_html: str
    avatar_url: str
    member_since: Moment
    last_seen: Moment | None
    post_count: int
    """The posts that you find in a list of them."""
    follower_count: int
    following_count: int
    posts_url: str
    comments_url: str
    followers_url: str
    following_url: str
    followed_posts_url: str
    """Their home timeline, which opens for themselves alone."""
    approves_followers: bool
    relation: Standing | None
    """Null for a visitor, for oneself, and in lists that do not ask."""


class LinkOut(Wire):
    """A link somebody gives of themselves."""

    model_config = ConfigDict(title="Link")

    label: str
    """What it is called; empty where it is called by its address."""
    url: str


class Profile(Person):
    """A person with everything their profile shows."""

    links: list[LinkOut]


class Acquaintance(Person):
    """A person in a list of those who follow, are followed, ask or are blocked."""

    since: Moment
    """Since when they are in the list."""


class Me(Profile):
    """Oneself."""

    email: str | None
    """The address that letters go to; nobody else gets it, and no app of others: for those it is null."""
    confirmed: bool
    role: str
    default_visibility: Visibility
    default_commenters: Commenters
    comments_open_days: int


class PostOut(Wire):
    """A post."""

    model_config = ConfigDict(title="Post")

    id: str
    url: str
    web_url: str
    title: str
    body: str
    """The Markdown, as it was typed."""
    body_html: str
    timestamp: Moment
    """When it was published."""
    updated_at: Moment | None
    """When its text was last changed; null where it never was."""
    author_url: str
    author: PersonRef
    tags: list[str]
    language: str
    """What it says it is written in (BCP 47); empty where it says nothing."""
    visibility: Visibility
    commenters: Commenters
    comments_closed_at: Moment | None
    """From when on it takes no comments; may lie ahead."""
    comments_url: str
    comment_count: int
    like_count: int
    boost_count: int
    liked: bool | None
    """Whether you like it; null for a visitor. So are the next three."""
    bookmarked: bool | None
    boosted: bool | None
    pinned: bool | None


class CommentOut(Wire):
    """A comment. One whose text is withheld keeps its place: `withheld` says why, and its body is empty."""

    model_config = ConfigDict(title="Comment")

    id: str
    url: str
    web_url: str
    post_url: str
    reply_to_url: str | None
    """The comment it answers; null for one on the post itself."""
    body: str
    body_html: str
    timestamp: Moment
    updated_at: Moment | None
    author_url: str | None
    author: PersonRef | None
    """Null where the text is withheld."""
    answer_count: int
    like_count: int
    liked: bool | None
    withheld: Withheld | None


class RevisionOut(Wire):
    """What a post or comment said before an edit."""

    model_config = ConfigDict(title="Revision")

    id: str
    title: str
    body: str
    timestamp: Moment
    """When it was changed into what came after."""


class PreviewOut(Wire):
    """What a text looks like."""

    model_config = ConfigDict(title="Preview")

    body_html: str


class People(Collection[Person]):
    """A page of people."""


class Acquaintances(Collection[Acquaintance]):
    """A page of people, and since when they are in the list."""


class Posts(Collection[PostOut]):
    """A page of posts."""


class Comments(Collection[CommentOut]):
    """A page of comments."""


class Revisions(Collection[RevisionOut]):
    """A page of former texts."""


def url_of(path: str) -> str:
    """Return a path as an absolute address."""
    return addresses.absolute(path, origin=settings().flasky_site_url)


def person_ref(actor: Actor) -> PersonRef:
    """Return a person in short."""
    return PersonRef(
        id=str(actor.id),
        username=actor.username,
        name=actor.name,
        url=url_of(addresses.api_user(actor)),
        web_url=url_of(addresses.author(actor)),
        avatar_url=url_of(picture_of(actor).large),
    )


def person(actor: Actor, *, viewer: Viewer, relation: Relation | None = None) -> Person:
    """Return a person as a viewer may see them."""
    return Person(**_of_person(actor, viewer=viewer, relation=relation))


def profile(actor: Actor, *, links: Sequence[ProfileLink], viewer: Viewer, relation: Relation | None) -> Profile:
    """Return a person with their links as a viewer may see them."""
    return Profile(**_of_person(actor, viewer=viewer, relation=relation), links=_links(links))


def acquaintance(actor: Actor, *, row_id: int, viewer: Viewer, relation: Relation | None) -> Acquaintance:
    """Return a person in a list; `row_id` is the id of what put them there."""
    return Acquaintance(**_of_person(actor, viewer=viewer, relation=relation), since=ids.time_of(row_id))


def standing(relation: Relation) -> Standing:
    """Return what stands between somebody and the one who asks."""
    return Standing(
        follows=relation.follows,
        followed_by=relation.followed_by,
        requested=relation.requested,
        blocks=relation.blocks,
        mutes=relation.mutes,
    )


def me(user: User, *, links: Sequence[ProfileLink]) -> Me:
    """Return somebody as only they themselves may see them."""
    return Me(
        **_of_person(user.actor, viewer=user, relation=None),
        links=_links(links),
        email=None if bearer.is_of_app() else user.address,
        confirmed=user.confirmed,
        role=user.role.name,
        default_visibility=Visibility(user.actor.default_visibility),
        default_commenters=Commenters(user.actor.default_commenters),
        comments_open_days=user.actor.comments_open_days,
    )


def post(row: Post, *, marks: Marks | None) -> PostOut:
    """Return a post with the marks of whoever asks (None: a visitor); its author must be loaded."""
    url = url_of(addresses.api_post(row))
    return PostOut(
        id=str(row.id),
        url=url,
        web_url=url_of(addresses.post(row)),
        title=row.title,
        body=row.body,
        body_html=whole(row.body_html, page=addresses.post(row)),
        timestamp=row.published_at,
        updated_at=row.edited_at,
        author_url=url_of(addresses.api_user(row.author)),
        author=person_ref(row.author),
        tags=row.tag_names.split(),
        language=row.language,
        visibility=Visibility(row.visibility),
        commenters=Commenters(row.commenters),
        comments_closed_at=row.comments_closed_at,
        comments_url=f"{url}/comments",
        comment_count=row.comment_count,
        like_count=row.like_count,
        boost_count=row.boost_count,
        liked=marks.liked if marks else None,
        bookmarked=marks.bookmarked if marks else None,
        boosted=marks.boosted if marks else None,
        pinned=marks.pinned if marks else None,
    )


def comment(line: Line, *, viewer: Viewer) -> CommentOut:
    """Return a comment as a viewer gets it; its author must be loaded."""
    row, is_open = line.comment, line.withheld is None
    parent = row.reply_to_id if row.reply_to_id != row.root_id else None
    return CommentOut(
        id=str(row.id),
        url=url_of(addresses.api_comment(row.id)),
        web_url=url_of(addresses.by_number(row.id)),
        post_url=url_of(f"{addresses.api_posts()}/{row.root_id}"),
        reply_to_url=url_of(addresses.api_comment(parent)) if parent else None,
        body=row.body if is_open else "",
        body_html=whole(row.body_html, page=addresses.by_number(row.id)) if is_open else "",
        timestamp=ids.time_of(row.id),
        updated_at=row.edited_at if is_open else None,
        author_url=url_of(addresses.api_user(row.author)) if is_open else None,
        author=person_ref(row.author) if is_open else None,
        answer_count=row.comment_count,
        like_count=row.like_count if is_open else 0,
        liked=line.is_liked if viewer is not None else None,
        withheld=line.withheld,
    )


def revision(row: PostRevision) -> RevisionOut:
    """Return a former text."""
    return RevisionOut(id=str(row.id), title=row.title, body=row.body, timestamp=ids.time_of(row.id))


def preview(html: str) -> PreviewOut:
    """Return what a text looks like; what it says of itself leads to the page where texts are written."""
    return PreviewOut(body_html=whole(html, page=addresses.write()))


def whole(html: str, *, page: str) -> str:
    """Return the HTML of a text of a page with whole addresses in it, to be shown anywhere."""
    return whole_links.whole(html, origin=settings().flasky_site_url, page=url_of(page))


def version_of_profile(actor: Actor, *, links: Sequence[ProfileLink]) -> str:
    """Return what changes with what people say of themselves and choose: the version in the ETag of an account."""
    said = (actor.username, actor.name, actor.location, actor.about_me, actor.avatar, actor.approves_followers)
    chosen = (str(actor.default_visibility), str(actor.default_commenters), actor.comments_open_days)
    text = repr((*said, *chosen, [(link.label, link.url) for link in links]))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def version_of(row: Post) -> str:
    """Return what changes with what the author says of a post or comment, and with nothing else: see `Answer`."""
    moment = row.edited_at or row.published_at
    said = (moment, row.tag_names, row.language, str(row.visibility), str(row.commenters), row.comments_closed_at)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


def _of_person(actor: Actor, *, viewer: Viewer, relation: Relation | None) -> dict[str, Any]:
    is_self = viewer is not None and viewer.actor_id == actor.id
    url = url_of(addresses.api_user(actor))
    return {
        **person_ref(actor).model_dump(),
        "location": actor.location,
        "about_me": actor.about_me,
        "about_html": whole(actor.about_html, page=addresses.author(actor)),
        "member_since": actor.member_since,
        "last_seen": actor.last_seen,
        "post_count": actor.posts_listed_for(themselves=is_self, follower=bool(relation and relation.follows)),
        "follower_count": actor.follower_count,
        "following_count": actor.following_count,
        **{f"{name}_url": f"{url}/{name}" for name in ("posts", "comments", "followers", "following")},
        "followed_posts_url": f"{url}/timeline",
        "approves_followers": actor.approves_followers,
        "relation": standing(relation) if relation is not None and viewer is not None and not is_self else None,
    }


def _links(rows: Sequence[ProfileLink]) -> list[LinkOut]:
    return [LinkOut(label=row.label, url=row.url) for row in rows]
