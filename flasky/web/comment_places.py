"""Where a comment is read: the one page of its post, or of its thread, that shows it."""

from flasky import addresses
from flasky.http.session import viewer
from flasky.http.settings import settings
from flasky.models import Post
from flasky.queries import comments


def url_of(comment_id: int) -> str:
    """Return the address of a comment whose number alone is known. Raises NotFound, Gone."""
    comment, post = comments.with_root(comment_id, viewer=viewer())
    return url(comment, post)


def url(comment: Post, post: Post) -> str:
    """Return the address of a comment, whose post is loaded with its author."""
    place = comments.place_of(comment, viewer=viewer(), size=settings().flasky_comments_per_page)
    if place.page is None:
        return f"{addresses.comment(post, place.thread_id)}?after={comment.id - 1}#comment-{comment.id}"
    page = f"?page={place.page}" if place.page > 1 else ""
    return f"{addresses.post(post)}{page}#comment-{comment.id}"
