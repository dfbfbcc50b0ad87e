"""Keys for signing letters: what is taken, what is refused and why."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from flasky.lib import dkim_keys
from flasky.lib.dkim_keys import KeyKind, NotAKey


def pem_of(key, form=PrivateFormat.PKCS8, lock=None):
    """Return a key as a PEM file has it."""
    return key.private_bytes(Encoding.PEM, form, lock or NoEncryption())


@pytest.mark.parametrize("form", [PrivateFormat.PKCS8, PrivateFormat.TraditionalOpenSSL])
@pytest.mark.parametrize(("bits", "is_weak"), [(1024, True), (2048, False)])
def test_an_rsa_key_is_read_in_both_forms(form, bits, is_weak):
    key = dkim_keys.read(pem_of(rsa.generate_private_key(65537, bits), form))

    assert (key.kind, key.bits, key.is_weak, key.algorithm) == (KeyKind.RSA, bits, is_weak, b"rsa-sha256")
    assert key.record.startswith("v=DKIM1; k=rsa; p=MI")
    assert "".join(dkim_keys.chunks(key.record)) == key.record
    assert max(map(len, dkim_keys.chunks(key.record))) <= 255
    assert "PRIVATE" not in repr(key)


def test_an_ed25519_key_is_read():
    key = dkim_keys.read(pem_of(ed25519.Ed25519PrivateKey.generate()))

    assert (key.kind, key.is_weak, key.algorithm) == (KeyKind.ED25519, False, b"ed25519-sha256")
    assert len(key.public) == 44  # RFC 8463, section 4: 32 bytes in base64


@pytest.mark.parametrize(
    ("pem", "why"),
    [
        (b"", "no private key"),
        (b"-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n", "no private key"),
        (pem_of(rsa.generate_private_key(65537, 1024), lock=BestAvailableEncryption(b"tea")), "locked by a password"),
        (pem_of(ec.generate_private_key(ec.SECP256R1())), "neither RSA nor Ed25519"),
    ],
    ids=["nothing", "damaged", "locked", "elliptic"],
)
def test_anything_else_is_refused_with_the_reason(pem, why):
    with pytest.raises(NotAKey, match=why):
        dkim_keys.read(pem)


def test_a_short_key_is_refused():
    with pytest.raises(NotAKey, match="768 bits"):
        dkim_keys._rsa(768, b"", b"")
