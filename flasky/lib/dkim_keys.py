"""The keys that letters are signed with (RFC 6376, RFC 8463): read from a PEM file, judged, told to the DNS."""

from base64 import b64encode
from dataclasses import dataclass, field
from enum import StrEnum

RSA_MIN = 1024  # bits: RFC 8301, section 3.2
RSA_GOOD = 2048
TXT_MAX = 255  # characters of one string of a TXT record: RFC 1035, section 3.3.14


class KeyKind(StrEnum):
    """The kinds of keys, by the names that the DNS knows them by."""

    RSA = "rsa"
    ED25519 = "ed25519"


class NotAKey(ValueError):
    """No key to sign letters with; the message completes "... names a file that "."""


@dataclass(frozen=True)
class SigningKey:
    """A private key. `secret` is what dkimpy takes: PEM for RSA, base64 of the seed for Ed25519."""

    kind: KeyKind
    bits: int
    secret: bytes = field(repr=False)
    public: str
    """The public half as the DNS shows it, in base64."""

    @property
    def algorithm(self) -> bytes:
        """The name of the signature's algorithm."""
        return f"{self.kind}-sha256".encode()

    @property
    def is_weak(self) -> bool:
        """Whether receivers may soon think little of it."""
        return self.kind is KeyKind.RSA and self.bits < RSA_GOOD

    @property
    def record(self) -> str:
        """The value of the TXT record that receivers look the public half up in (RFC 6376, section 3.6.1)."""
        return f"v=DKIM1; k={self.kind}; p={self.public}"


def read(pem: bytes) -> SigningKey:
    """Read a private key, RSA or Ed25519, not locked by a password. Raises NotAKey."""
    from cryptography.exceptions import UnsupportedAlgorithm  # late: tens of milliseconds that few sites need
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(pem, password=None)
    except TypeError as error:
        raise NotAKey("holds a key that is locked by a password") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise NotAKey("holds no private key in PEM format") from error
    if isinstance(key, RSAPrivateKey):
        return _rsa(key.key_size, *_forms_of_rsa(key))
    if isinstance(key, Ed25519PrivateKey):
        seed, public = key.private_bytes_raw(), key.public_key().public_bytes_raw()
        return SigningKey(KeyKind.ED25519, 256, b64encode(seed), b64encode(public).decode())
    raise NotAKey("holds a key that is neither RSA nor Ed25519")


def chunks(record: str) -> list[str]:
    """Return a record cut into the strings that a TXT record is made of."""
    return [record[start : start + TXT_MAX] for start in range(0, len(record), TXT_MAX)]


def _rsa(bits: int, secret: bytes, public: bytes) -> SigningKey:
    if bits < RSA_MIN:
        raise NotAKey(f"holds an RSA key of {bits} bits, and nobody believes one of less than {RSA_MIN}")
    return SigningKey(KeyKind.RSA, bits, secret, b64encode(public).decode())


def _forms_of_rsa(key: object) -> tuple[bytes, bytes]:
    """Return the key as PEM in the old form, and its public half as DER."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

    assert isinstance(key, RSAPrivateKey)  # noqa: S101 - what was asked above
    old, der, pem = (
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.Encoding.DER,
        serialization.Encoding.PEM,
    )
    secret = key.private_bytes(pem, old, serialization.NoEncryption())
    return secret, key.public_key().public_bytes(der, serialization.PublicFormat.SubjectPublicKeyInfo)
