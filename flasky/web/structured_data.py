"""Posts, conversations and people in the words of schema.org, as crawlers read them.

Only what a visitor sees: a page of somebody who is logged in has none of it.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from flasky import addresses
from flasky.http import sites
from flasky.http.pictures import picture_of
from flasky.lib import html_text
from flasky.models import Actor, Post
from flasky.web.profile_head import ProfileOnPage
from flasky.web.threads import CommentOnPage

Thing = dict[str, Any]
Whole = Callable[[str], str]
CONTEXT = "https://schema.org"
COMMENT_MAX = 300
"""Characters of a comment: its whole text stands on the page."""


def of_post(post: Post, threads: Iterable[CommentOnPage], *, text: str, picture: str, whole: Whole) -> Thing:
    """Return a post with the comments of one page. `whole` makes an absolute address of a path."""
    url = whole(addresses.post(post))
    comments = _comments(threads, whole)
    found: Thing = {
        "@context": CONTEXT,
        "@type": ["BlogPosting", "DiscussionForumPosting"] if comments else "BlogPosting",
        "@id": url,
        "url": url,
        "mainEntityOfPage": url,
        "headline": post.label,
        "text": text,
        "author": _author(post.author, whole),
        "publisher": {"@type": "Organization", "name": sites.current().name, "url": whole(addresses.home())},
        "datePublished": _moment(post.published_at),
        "dateModified": _moment(post.edited_at or post.published_at),
        "image": [picture],
        "commentCount": post.comment_count,
        "interactionStatistic": [
            _count("LikeAction", post.like_count),
            _count("ShareAction", post.boost_count),
            _count("CommentAction", post.comment_count),
        ],
    }
    optional = {"inLanguage": post.language, "keywords": post.tag_names.split(), "comment": comments}
    return {**found, **{name: value for name, value in optional.items() if value}}


def of_profile(head: ProfileOnPage, actor: Actor, *, text: str, whole: Whole) -> Thing:
    """Return a person and what can be counted of them."""
    person = {
        **_author(actor, whole),
        "alternateName": actor.username,
        "description": text,
        "homeLocation": {"@type": "Place", "name": actor.location} if actor.location else None,
        "sameAs": [link.url for link in head.links],
        "interactionStatistic": [_count("FollowAction", actor.follower_count)],
        "agentInteractionStatistic": [_count("WriteAction", head.post_count)],
    }
    return {
        "@context": CONTEXT,
        "@type": "ProfilePage",
        "@id": whole(head.url),
        "url": whole(head.url),
        "dateCreated": _moment(actor.member_since),
        "mainEntity": {name: value for name, value in person.items() if value},
    }


def _author(actor: Actor, whole: Whole) -> Thing:
    url, picture = whole(addresses.author(actor)), whole(picture_of(actor).large)
    return {"@type": "Person", "name": actor.display_name, "url": url, "image": picture}


def _comments(shown: Iterable[CommentOnPage], whole: Whole) -> list[Thing]:
    """Return the comments that have a text, each with the answers under it; an answer to a placeholder stands alone."""
    found: list[Thing] = []
    for comment in shown:
        answers = _comments(comment.answers, whole)
        if comment.html is None:
            found += answers
            continue
        author = {"@type": "Person", "name": comment.author_name, "url": whole(comment.author_url)}
        told: Thing = {
            "@type": "Comment",
            "url": whole(comment.url),
            "text": html_text.words_of(comment.html, most=COMMENT_MAX),
            "author": author,
            "datePublished": _moment(comment.published_at),
        }
        found.append({**told, "comment": answers} if answers else told)
    return found


def _count(action: str, number: int) -> Thing:
    kind = f"{CONTEXT}/{action}"
    return {"@type": "InteractionCounter", "interactionType": kind, "userInteractionCount": number}


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
