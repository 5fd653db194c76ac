"""Sealed boxes: bytes that anyone can close with the office's public key, and only the office can open.

Owns the layout and the cryptography; what is inside is the caller's business. A phone makes them by WebCrypto
(`client_pwa/src/store/rescue.ts`), with parts that every browser of our floor has.

    MAGIC (16) │ key id (8) │ ephemeral P-256 point (65) │ AES-256-GCM of the content, with its tag
                                    └─ ECDH with the office's key ─ HKDF-SHA-256 ─▶ key; the nonce is zero, for
                                       each box has a key of its own; what stands before is authenticated too
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_der_private_key,
)

MAGIC: Final = b"DIABAN RESCUE 1\n"
_KEY_ID_BYTES: Final = 8
_POINT_BYTES: Final = 65
_HEADER_BYTES: Final = len(MAGIC) + _KEY_ID_BYTES + _POINT_BYTES
_TAG_BYTES: Final = 16
_INFO: Final = b"diaban rescue 1"
_NONCE: Final = bytes(12)


class NotABoxError(Exception):
    """The bytes are no sealed box, or not all of one, or others than were closed."""


class NotOurBoxError(Exception):
    """A sealed box for another key."""


def new_key(scalar: bytes) -> bytes:
    """A private key, as bytes to be kept, made of 48 random bytes."""
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    number = int.from_bytes(scalar) % (order - 1) + 1
    key = ec.derive_private_key(number, ec.SECP256R1())
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())


def public_of(key: bytes) -> bytes:
    """The public key that phones are given: the uncompressed point, 65 bytes."""
    return _load(key).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def opened(box: bytes, key: bytes) -> bytes:
    """What is in the box. NotABoxError, NotOurBoxError."""
    if len(box) < _HEADER_BYTES + _TAG_BYTES or not box.startswith(MAGIC):
        raise NotABoxError
    header, content = box[:_HEADER_BYTES], box[_HEADER_BYTES:]
    point = header[-_POINT_BYTES:]
    if header[len(MAGIC) : -_POINT_BYTES] != key_id(public_of(key)):
        raise NotOurBoxError
    try:
        peer = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        shared = _load(key).exchange(ec.ECDH(), peer)
        return AESGCM(_derived(shared, point, public_of(key))).decrypt(_NONCE, content, header)
    except (ValueError, InvalidTag):
        raise NotABoxError from None


def closed(content: bytes, public: bytes, ephemeral: bytes) -> bytes:
    """A box that only the owner of `public` can open. `ephemeral`: a key of `new_key` that is used for nothing else."""
    point = public_of(ephemeral)
    peer = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
    shared = _load(ephemeral).exchange(ec.ECDH(), peer)
    header = MAGIC + key_id(public) + point
    return header + AESGCM(_derived(shared, point, public)).encrypt(_NONCE, content, header)


def key_id(public: bytes) -> bytes:
    """The short name of a public key."""
    return sha256(public).digest()[:_KEY_ID_BYTES]


def _derived(shared: bytes, point: bytes, public: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, point + public, _INFO).derive(shared)


def _load(key: bytes) -> ec.EllipticCurvePrivateKey:
    loaded = load_der_private_key(key, None)
    assert isinstance(loaded, ec.EllipticCurvePrivateKey)
    return loaded
