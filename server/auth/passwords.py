"""Passwords, hashed with argon2id. Two at a time are worked on: each takes memory, and guesses may come in crowds."""

from base64 import b64encode
from secrets import token_bytes
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()
_hash_slots = BoundedSemaphore(2)


def hash_password(password: str) -> str:
    with _hash_slots:
        return _hasher.hash(password)


def make_dummy_hash() -> str:
    """A hash that no password is known for: it takes as long as any to compare with, and nothing to make."""
    salt, digest = (
        b64encode(token_bytes(length)).decode().rstrip("=") for length in (_hasher.salt_len, _hasher.hash_len)
    )
    cost = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    return f"$argon2id$v=19${cost}${salt}${digest}"


def verify_password(stored: str, password: str) -> bool:
    """Whether this is the password. The comparison takes the same time either way."""
    with _hash_slots:
        try:
            return _hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False
