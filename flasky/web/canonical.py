"""The address of a post, as its pages share it."""

from flasky.errors import NotFound
from flasky.http import crawlers
from flasky.http.session import viewer
from flasky.models import Post, Visibility
from flasky.queries import posts

CANONICAL = "/@<username>/<id:post_id>/<slug>"


def found(username: str, post_id: int) -> Post:
    """Return the post of an address, whatever the slug. Raises NotFound for another's name, Gone for a deleted one."""
    post = posts.by_id(post_id, viewer=viewer())
    if post.author.username.lower() != username.lower():
        raise NotFound
    crawlers.wish(post.author, listed=post.visibility == Visibility.PUBLIC)
    return post
