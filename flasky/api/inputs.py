"""What programs send: fields, their types and their limits. What a text is worth, operations judge."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from flasky.lib import languages
from flasky.models import Commenters, Post, Scope, Visibility
from flasky.operations.audience import Audience

Text = Annotated[str, Field(min_length=1, max_length=65_536, pattern=r"\S")]
CommentText = Annotated[str, Field(min_length=1, max_length=Post.COMMENT_MAX, pattern=r"\S")]
Title = Annotated[str, Field(max_length=Post.TITLE_MAX)]
Tag = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^#?\w*[^\W\d]\w*$")]
Tags = Annotated[list[Tag], Field(max_length=30)]
Place = Annotated[str, Field(pattern=r"^[0-9]{1,19}$", examples=["457288246734510365"])]
"""A place in an order that goes on: that of a timeline, or of the notifications."""

Language = Annotated[str, Field(json_schema_extra={"enum": ["", *languages.NAMES]})]
"""What a text says it is written in (BCP 47); empty: it says nothing."""

Days = Annotated[int, Field(ge=0, le=Post.OPEN_DAYS_MAX)]


class Body(BaseModel):
    """What comes in: known fields only."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True)
    may_be_left_out: ClassVar[bool] = False
    """Whether no body at all is as good as one that names nothing."""


class PostIn(Body):
    """A post to publish, or the whole of one that is changed."""

    body: Text
    """Markdown, at most 64 KiB."""
    title: Title = ""
    tags: Tags = []
    """Tags besides those in the text."""
    language: Language = ""
    visibility: Visibility | None = None
    """Null: as you chose for all your posts."""
    commenters: Commenters | None = None
    close_after_days: Days | None = None
    """For how many days it takes comments; 0: for ever."""

    def audience(self) -> Audience:
        """Return whom the post is for."""
        return Audience(self.visibility, self.commenters, self.close_after_days)


class PostChanges(Body):
    """What is to be changed of a post; what is not named stays."""

    body: Text | None = None
    title: Title | None = None
    tags: Tags | None = None
    language: Language | None = None
    visibility: Visibility | None = None
    commenters: Commenters | None = None
    close_after_days: Days | None = None

    def audience(self) -> Audience:
        """Return whom the post is to be for."""
        return Audience(self.visibility, self.commenters, self.close_after_days)


class CommentIn(Body):
    """A comment, or the whole of one that is changed."""

    body: CommentText
    """Markdown without headings and pictures, at most 16 KiB."""
    reply_to: Annotated[str, Field(pattern=r"^[0-9]{1,19}$")] | None = None
    """The id of the comment it answers."""


class CommentChanges(Body):
    """The new text of a comment."""

    body: CommentText


class PreviewIn(Body):
    """A text to look at."""

    body: Text
    """Markdown, at most 64 KiB."""


class TokenWish(Body):
    """What a token is wanted for."""

    name: Annotated[str, Field(max_length=100)] = ""
    """What you call it, to know it on your settings page."""
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=len(Scope))] = [Scope.READ, Scope.WRITE, Scope.FOLLOW]


class Renewal(Body):
    """A refresh token, to be changed for the next pair."""

    refresh_token: Annotated[str, Field(min_length=1, max_length=200)]
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=len(Scope))] | None = None
    """Fewer scopes than before, if that is wanted."""
