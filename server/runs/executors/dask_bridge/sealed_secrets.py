"""Secrets on their way to one step: sealed for a key that only the worker of this attempt has, and only in memory."""

import asyncio
import base64
import json
from collections.abc import Mapping

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KEY_BYTES = 32
PURPOSE = b"designery secrets of a step"


class SecretReceiver:
    """The end that secrets are sealed for; it opens one message."""

    def __init__(self) -> None:
        self._private_key = X25519PrivateKey.generate()
        self.public_key = self._private_key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self._sealed: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def accept(self, sealed: bytes) -> None:
        """Take the message; a second one is of no interest."""
        if not self._sealed.done():
            self._sealed.set_result(sealed)

    async def wait(self) -> Mapping[str, str]:
        """The values, once they are here."""
        sealed = await self._sealed
        theirs = X25519PublicKey.from_public_bytes(sealed[:KEY_BYTES])
        opened = _build_cipher(self._private_key.exchange(theirs)).decrypt(sealed[KEY_BYTES:])
        values: dict[str, str] = json.loads(opened)
        return values


def seal_secrets(values: Mapping[str, str], public_key: bytes) -> bytes:
    """The values for the owner of this key alone."""
    ours = X25519PrivateKey.generate()
    shared = ours.exchange(X25519PublicKey.from_public_bytes(public_key))
    sender = ours.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return sender + _build_cipher(shared).encrypt(json.dumps(dict(values)).encode())


def _build_cipher(shared: bytes) -> Fernet:
    derived = HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=PURPOSE).derive(shared)
    return Fernet(base64.urlsafe_b64encode(derived))
