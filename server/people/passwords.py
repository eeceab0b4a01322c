"""Passwords, hashed with argon2id. Two at a time are worked on: each takes memory, and guesses may come in crowds."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()
_at_once = BoundedSemaphore(2)


def hash_of(password: str) -> str:
    with _at_once:
        return _hasher.hash(password)


def fits(stored: str, password: str) -> bool:
    """Whether this is the password. The comparison takes the same time either way."""
    with _at_once:
        try:
            return _hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False
