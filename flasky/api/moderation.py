"""Moderation: what people commented lately, and taking a comment's text from everybody's eyes."""

from pydantic import ConfigDict

from flasky import addresses, transaction
from flasky.api import schemas
from flasky.api.door import Answer, Resource, operation
from flasky.api.paging import Collection, ListQuery, collection
from flasky.api.schemas import CommentOut, url_of
from flasky.http import access
from flasky.http.session import person
from flasky.models import Permission, Post, Scope
from flasky.operations import moderation
from flasky.queries import comments
from flasky.queries.comments import Line
from flasky.queries.visibility import withheld

resource = Resource("moderation", tag="Moderation")
MODERATORS = access.programs(Scope.MODERATE, Permission.MODERATE)


class CommentOnDesk(CommentOut):
    """A comment as moderators get it: with its text and its author, disabled or not."""

    model_config = ConfigDict(title="CommentOnDesk")

    disabled: bool
    """Whether everybody else gets a placeholder."""
    post_title: str
    """What the post is called: its title, else its first words."""


class Desk(Collection[CommentOnDesk]):
    """A page of comments for moderators."""


@resource.get("/moderation/comments")
@operation(MODERATORS, query=ListQuery, returns=Desk)
def desk(query: ListQuery) -> Answer:
    """What people commented, newest first, disabled or not."""
    return collection(Desk, comments.on_desk(person(), page=query.page), each=lambda row: _on_desk(*row))


@resource.put("/comments/<id:comment_id>/disabled")
@operation(MODERATORS, returns=CommentOnDesk, fails=(404,))
def disable(comment_id: int) -> CommentOnDesk:
    """Take a comment's text from everybody's eyes. It is audited."""
    comment, post = comments.to_moderate(comment_id, moderator=person())
    moderation.disable(person(), comment=comment)
    transaction.commit()
    return _on_desk(comment, post)


@resource.delete("/comments/<id:comment_id>/disabled")
@operation(MODERATORS, returns=CommentOnDesk, fails=(404,))
def enable(comment_id: int) -> CommentOnDesk:
    """Show a disabled comment's text again. It is audited."""
    comment, post = comments.to_moderate(comment_id, moderator=person())
    moderation.enable(person(), comment=comment)
    transaction.commit()
    return _on_desk(comment, post)


def _on_desk(comment: Post, post: Post) -> CommentOnDesk:
    is_disabled = comment.hidden_at is not None
    shown = schemas.comment(Line(comment, None, is_muted=False, is_liked=False), viewer=None)
    said = dict(shown) | {
        "withheld": withheld(comment, blocked=False),
        "web_url": url_of(addresses.by_number(comment.id)),
    }
    return CommentOnDesk(**said, disabled=is_disabled, post_title=post.label)
