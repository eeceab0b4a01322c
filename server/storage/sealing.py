"""What must not be read from the database alone: sealed with a key that lies in the data folder."""

import os
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

KEY_FILE = "connections.key"


class Unsealable(Exception):
    """The key is another one than the one it was sealed with."""


class Seal:
    """Seals and opens text. The key is made on first use, readable by the owner of the data folder only."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / KEY_FILE

    def sealed(self, text: str) -> str:
        return Fernet(self._key()).encrypt(text.encode()).decode()

    def opened(self, sealed: str) -> str:
        """The text; raises Unsealable where the key file is gone or another one."""
        try:
            return Fernet(self._key()).decrypt(sealed.encode()).decode()
        except (InvalidToken, ValueError):
            raise Unsealable(f"The key in {KEY_FILE} does not open this. Enter the secret again.") from None

    def _key(self) -> bytes:
        with suppress(FileNotFoundError):
            return self.path.read_bytes().strip()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        made = self.path.with_name(f"{KEY_FILE}.tmp{os.getpid()}")
        descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(Fernet.generate_key())
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was quicker: its key is the key
            os.link(made, self.path)
        made.unlink()
        return self.path.read_bytes().strip()
