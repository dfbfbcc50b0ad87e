"""Which places last: read from the table of mounts."""

import pytest

from flasky.lib.mounts import volatile_place

TABLE = """\
22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
23 22 0:5 / /tmp rw,nosuid - tmpfs tmpfs rw,size=1m
24 22 0:6 / /srv/with\\040space rw shared:1 master:2 - tmpfs tmpfs rw
25 23 254:1 / /tmp/disk rw - xfs /dev/vdb rw
26 22 0:7 / /container rw - overlay overlay rw,lowerdir=/a
27 22 0:8 / /fast rw - ramfs ramfs rw
"""


@pytest.fixture
def table(tmp_path):
    """A table of mounts in a file."""
    path = tmp_path / "mountinfo"
    path.write_text(TABLE)
    return path


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/srv/flasky", None),
        ("/tmp/flasky/data", "in memory"),
        ("/tmp", "in memory"),
        ("/tmpx/flasky", None),
        ("/tmp/disk/flasky", None),
        ("/srv/with space/data", "in memory"),
        ("/container/app/data", "in a container's own layer"),
        ("/fast/data", "in memory"),
    ],
)
def test_innermost_mount_decides(tmp_path, table, path, place):
    assert volatile_place(tmp_path.__class__(path), table=table) == place


def test_link_is_followed_to_where_the_data_will_be(tmp_path, table):
    (tmp_path / "data").symlink_to("/tmp/elsewhere")

    assert volatile_place(tmp_path / "data" / "site", table=table) == "in memory"


def test_where_nobody_tells_nothing_is_claimed(tmp_path):
    assert volatile_place(tmp_path, table=tmp_path / "missing") is None


def test_memory_of_this_machine_is_known_to_be_memory(tmp_path):
    assert volatile_place(tmp_path.__class__("/dev/shm/flasky")) == "in memory"
