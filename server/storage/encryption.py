"""What must not be read from the database alone: encrypted with a key that lies in the data folder."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

KEY_FILE = "connections.key"


class DecryptionError(Exception):
    """The key is another one than the one it was encrypted with."""


class Cipher:
    """Encrypts and decrypts text. The key is made on first use, readable by the owner of the data folder only.

    The file has one key. Only while the key is rotated it has two lines: the new key, which encrypts, and the former
    one, which decrypts what is not encrypted anew yet.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / KEY_FILE

    def encrypt(self, text: str) -> str:
        return self._load_keys().encrypt(text.encode()).decode()

    def decrypt(self, ciphertext: str) -> str:
        """The text; raises DecryptionError where the key file is gone or another one."""
        try:
            return self._load_keys().decrypt(ciphertext.encode()).decode()
        except (InvalidToken, ValueError):
            raise DecryptionError(f"The key in {KEY_FILE} can't decrypt this. Enter the secret again.") from None

    @contextmanager
    def rotate_key(self) -> Iterator[None]:
        """Within the block a new key encrypts and the former one still decrypts; after it there is the new one alone.

        Where the block does not come to its end, both stay: whatever was encrypted with either can be decrypted.
        """
        former, new = self.path.read_bytes(), Fernet.generate_key()
        self._replace_key_file(new + b"\n" + former)
        yield
        self._replace_key_file(new)

    def _load_keys(self) -> MultiFernet:
        return MultiFernet([Fernet(key) for key in self._read_or_create_key().split()])

    def _read_or_create_key(self) -> bytes:
        with suppress(FileNotFoundError):
            return self.path.read_bytes()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        made = self._write_temporary(Fernet.generate_key())
        with suppress(FileExistsError):  # another process was quicker: its key is the key
            os.link(made, self.path)
        made.unlink()
        return self.path.read_bytes()

    def _replace_key_file(self, content: bytes) -> None:
        self._write_temporary(content).replace(self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)

    def _write_temporary(self, content: bytes) -> Path:
        """The content in a file beside the key's, on disk, for its owner only."""
        made = self.path.with_name(f"{KEY_FILE}.tmp{os.getpid()}")
        made.unlink(missing_ok=True)
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return made
