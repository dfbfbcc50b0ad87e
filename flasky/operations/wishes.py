"""What people wish of those who read the site by machine."""

from flasky.models import User
from flasky.transaction import session


def choose(acting: User, *, is_indexed: bool, allows_ai: bool) -> None:
    """Choose whether search engines are asked in, and whether one's texts may be taken to train language models."""
    acting.actor.is_indexed, acting.actor.allows_ai = is_indexed, allows_ai
    session.flush()
