"""Text that may stand in XML."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from flasky.lib.xml_text import allowed


@given(st.text())
def test_every_text_can_be_read_from_a_document_afterwards(text):
    read = ElementTree.fromstring(f"<a>{escape(allowed(text))}</a>").text or ""

    assert read == allowed(text).replace("\r\n", "\n").replace("\r", "\n")


def test_only_what_no_document_can_hold_is_left_out():
    assert allowed("a\0b\x08\x0b\x0c\x1f\ufffe\uffff\ud800c") == "abc"
    assert (
        allowed("\t\n\r \x7f\x85\ue000\ufffd\U0001fad6\U0010ffff") == "\t\n\r \x7f\x85\ue000\ufffd\U0001fad6\U0010ffff"
    )
