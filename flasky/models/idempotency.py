"""What was already done for a form or a request that came twice."""

from datetime import timedelta

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from flasky.models.base import Base, Id, Key


class IdempotencyKey(Base):
    """A key that a person sent with a write, a digest of what it asked, and the row that came of it; kept a day."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (UniqueConstraint("actor_id", "key"),)

    KEY_MAX = 64
    LIFE = timedelta(days=1)

    actor_id: Mapped[int] = mapped_column(Id, ForeignKey("actors.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(Key(KEY_MAX))
    fingerprint: Mapped[str] = mapped_column(Key(64))
    result_id: Mapped[int] = mapped_column(Id)
