"""Pictures made of names."""

from xml.etree import ElementTree

from flasky.lib import avatars


def test_a_name_has_one_picture_and_names_differ():
    drawn = {name: avatars.drawing(name) for name in ("alice", "bob", "carol", "x" * 64)}

    assert avatars.drawing("alice") == drawn["alice"]
    assert len(set(drawn.values())) == 4
    for drawing in drawn.values():
        assert ElementTree.fromstring(drawing).tag == "{http://www.w3.org/2000/svg}svg"
