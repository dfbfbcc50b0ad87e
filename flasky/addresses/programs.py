"""The API's addresses: what programs ask."""

from urllib.parse import quote

from flasky.models import Actor, Post


def api() -> str:
    """Return what every address of the API begins with."""
    return "/api/v1/"


def api_docs() -> str:
    """Return the page that explains the API and lets one try it."""
    return "/api/docs"


def api_spec() -> str:
    """Return the OpenAPI document."""
    return f"{api()}openapi.json"


def api_posts() -> str:
    """Return everybody's posts, for programs."""
    return f"{api()}posts"


def api_post(post: Post) -> str:
    """Return a post for programs."""
    return f"{api_posts()}/{post.id}"


def api_comment(comment_id: int) -> str:
    """Return a comment for programs."""
    return f"{api()}comments/{comment_id}"


def api_tag(key: str) -> str:
    """Return a tag for programs, by its key."""
    return f"{api()}tags/{quote(key, safe='')}"


def api_tag_timeline(key: str) -> str:
    """Return the posts of a tag for programs."""
    return f"{api()}timelines/tags/{quote(key, safe='')}"


def api_account(actor: Actor) -> str:
    """Return an account for administrators' programs, by the number of its person."""
    return f"{api()}admin/users/{actor.id}"


def api_user(actor: Actor) -> str:
    """Return a person for programs, by a number that a new name does not change."""
    return f"{api()}users/{actor.id}"
