"""Rights as bits, roles as bundles of them."""

import pytest

from flasky.models import Permission, Role
from flasky.models.role import ALL_BITS, BITS_OF_ROLES

NEW_BITS = [0x10, 0x20, 0x40, 0x100, 0x200, 2**30]


@pytest.mark.seed("E8")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FOLLOW", 0x01),
        ("COMMENT", 0x02),
        ("WRITE", 0x04),
        ("MODERATE", 0x08),
        ("ADMIN", 0x80),
        ("WRITE_ARTICLES", 0x04),
        ("MODERATE_COMMENTS", 0x08),
        ("ADMINISTER", 0x80),
    ],
)
def test_each_right_has_its_bit(name, value):
    assert Permission[name] == value


@pytest.mark.seed("E8")
def test_no_two_rights_share_a_bit():
    assert [right.value for right in Permission] == [0x01, 0x02, 0x04, 0x08, 0x80]


@pytest.mark.seed("R1")
@pytest.mark.seed("E8")
@pytest.mark.parametrize(
    ("name", "rights"),
    [
        (Role.USER, {"FOLLOW", "COMMENT", "WRITE"}),
        (Role.MODERATOR, {"FOLLOW", "COMMENT", "WRITE", "MODERATE"}),
        (Role.ADMINISTRATOR, {"FOLLOW", "COMMENT", "WRITE", "MODERATE", "ADMIN"}),
    ],
)
def test_each_role_holds_its_rights_and_no_other(name, rights):
    role = Role(name=name, permissions=BITS_OF_ROLES[name])

    assert {right.name for right in Permission if role.has(right)} == rights


@pytest.mark.seed("E8")
@pytest.mark.parametrize("bit", NEW_BITS)
def test_administrators_hold_the_rights_to_come(bit):
    assert ALL_BITS & bit
    assert not BITS_OF_ROLES[Role.MODERATOR] & bit


def test_a_role_must_hold_every_right_that_is_asked_for():
    role = Role(name="Reader", permissions=Permission.FOLLOW)

    assert role.has(Permission.FOLLOW)
    assert not role.has(Permission.FOLLOW | Permission.COMMENT)
