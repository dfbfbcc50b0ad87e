"""Who acts: a person, an operator at the command line, or nobody yet."""

from dataclasses import dataclass

from flasky.models import User


@dataclass(frozen=True)
class Operator:
    """Whoever may run commands on the machine may do everything."""


@dataclass(frozen=True)
class Nobody:
    """Somebody without an account: signs up, asks for a reset, follows a link."""


OPERATOR = Operator()
NOBODY = Nobody()

Acting = User | Operator | Nobody
