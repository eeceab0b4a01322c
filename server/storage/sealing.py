"""What must not be read from the database alone: sealed with a key that lies in the data folder."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

KEY_FILE = "connections.key"


class Unsealable(Exception):
    """The key is another one than the one it was sealed with."""


class Seal:
    """Seals and opens text. The key is made on first use, readable by the owner of the data folder only.

    The file has one key. Only while all is sealed anew it has two lines: the new key, which seals, and the former one,
    which opens what is not sealed anew yet.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / KEY_FILE

    def sealed(self, text: str) -> str:
        return self._keys().encrypt(text.encode()).decode()

    def opened(self, sealed: str) -> str:
        """The text; raises Unsealable where the key file is gone or another one."""
        try:
            return self._keys().decrypt(sealed.encode()).decode()
        except (InvalidToken, ValueError):
            raise Unsealable(f"The key in {KEY_FILE} does not open this. Enter the secret again.") from None

    @contextmanager
    def renewing(self) -> Iterator[None]:
        """Within the block a new key seals and the former one still opens; after it there is the new one alone.

        Where the block does not come to its end, both stay: whatever was sealed with either opens.
        """
        former, new = self.path.read_bytes(), Fernet.generate_key()
        self._replace(new + b"\n" + former)
        yield
        self._replace(new)

    def _keys(self) -> MultiFernet:
        return MultiFernet([Fernet(key) for key in self._held().split()])

    def _held(self) -> bytes:
        with suppress(FileNotFoundError):
            return self.path.read_bytes()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        made = self._written(Fernet.generate_key())
        with suppress(FileExistsError):  # another process was quicker: its key is the key
            os.link(made, self.path)
        made.unlink()
        return self.path.read_bytes()

    def _replace(self, content: bytes) -> None:
        self._written(content).replace(self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)

    def _written(self, content: bytes) -> Path:
        """The content in a file beside the key's, on disk, for its owner only."""
        made = self.path.with_name(f"{KEY_FILE}.tmp{os.getpid()}")
        made.unlink(missing_ok=True)
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return made
