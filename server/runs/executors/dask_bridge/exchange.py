"""Where a server and the workers of its targets leave values for one another: a folder that all see, or a bucket.

Files are named by the hash of their content and verified by whoever takes one, so that nobody has to trust the place.
"""

import logging
import os
import shutil
import time
import uuid
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from server.storage.files.artifact_store import compute_content_hash

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

logger = logging.getLogger(__name__)

OBJECTS = "objects"
#: What no step has needed for so long is removed. A step that needs it again brings it again.
KEPT_SECONDS = 7 * 24 * 3600.0


class ExchangeFailed(Exception):
    """The place cannot be read or written; the message says which, and why."""


class Exchange(Protocol):
    """What moves files by their hash."""

    def put_file(self, file: Path, artifact: str) -> None:
        """Leave a file there, unless it is there. Raises ExchangeFailed."""

    def take_file(self, artifact: str, target: Path) -> None:
        """Fetch a file and verify it. Raises ExchangeFailed."""

    def remove_unused(self, seconds: float = KEPT_SECONDS) -> None:
        """Remove what nobody has left there for so long. What is not one's own to remove stays."""


def open_exchange(address: str) -> Exchange:
    """The exchange at `file:///folder`, or at any address that fsspec knows, as `s3://bucket/prefix`.

    Keys come from the usual variables of the environment, as AWS_ACCESS_KEY_ID. Raises ExchangeFailed.
    """
    scheme, _, rest = address.partition("://")
    if scheme == "file":
        return FolderExchange(Path(rest))
    if not rest:
        raise ExchangeFailed(
            f"'{address}' is not an address for values. Use a folder that the server and all workers see, as "
            "file:///shared/designery, or a bucket, as s3://bucket/designery."
        )
    return ObjectExchange(address)


class FolderExchange:
    """A folder that the server and all workers see."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            (folder / OBJECTS).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ExchangeFailed(f"The folder {folder} can't be written. {error.strerror}.") from None

    def _get_path(self, artifact: str) -> Path:
        return self.folder / OBJECTS / artifact[:2] / artifact

    def put_file(self, file: Path, artifact: str) -> None:
        """Leave a file there under its hash, whole or not at all."""
        target = self._get_path(artifact)
        try:
            if target.exists() and target.stat().st_size == file.stat().st_size:
                os.utime(target)
                return
            target.parent.mkdir(parents=True, exist_ok=True)
            unfinished = target.with_name(f".{uuid.uuid4().hex}")
            shutil.copyfile(file, unfinished)
            os.replace(unfinished, target)
        except OSError as error:
            raise ExchangeFailed(f"{self.folder} can't be written. {error.strerror}.") from None

    def take_file(self, artifact: str, target: Path) -> None:
        """Copy a file from there, and verify it."""
        try:
            shutil.copyfile(self._get_path(artifact), target)
        except OSError as error:
            raise ExchangeFailed(f"A value is missing in {self.folder}. {error.strerror}.") from None
        _verify_file(target, artifact, str(self.folder))

    def remove_unused(self, seconds: float = KEPT_SECONDS) -> None:
        """Remove files that were last put there so long ago, and what was never finished."""
        oldest = time.time() - seconds
        for file in (self.folder / OBJECTS).glob("*/*"):
            with suppress(OSError):
                if file.stat().st_mtime <= oldest:
                    file.unlink()


class ObjectExchange:
    """A bucket, or whatever else fsspec knows."""

    def __init__(self, address: str) -> None:
        import fsspec

        self.address = address.rstrip("/")
        try:
            # Others write there too, so what was listed once says nothing of now.
            found: tuple[AbstractFileSystem, str] = fsspec.core.url_to_fs(self.address, use_listings_cache=False)
        except (ImportError, ValueError, OSError) as error:
            raise ExchangeFailed(f"{address} can't be used. {error}") from None
        self._files, self._root = found

    def _get_place(self, artifact: str) -> str:
        return f"{self._root}/{OBJECTS}/{artifact[:2]}/{artifact}"

    def put_file(self, file: Path, artifact: str) -> None:
        """Leave a file there under its hash; what is written to a bucket is whole or not there."""
        place = self._get_place(artifact)
        try:
            with suppress(FileNotFoundError):
                found = self._files.info(place)
                # Nothing in a bucket can be marked as used: it is written again before it is old enough to be removed.
                if found["size"] == file.stat().st_size and _get_age(found) < KEPT_SECONDS / 2:
                    return
            self._files.put_file(str(file), place)
        except Exception as error:
            raise ExchangeFailed(f"{self.address} can't be written. {error}") from None

    def take_file(self, artifact: str, target: Path) -> None:
        """Copy a file from there, and verify it."""
        try:
            self._files.get_file(self._get_place(artifact), str(target))
        except Exception as error:
            raise ExchangeFailed(f"A value is missing in {self.address}. {error}") from None
        _verify_file(target, artifact, self.address)

    def remove_unused(self, seconds: float = KEPT_SECONDS) -> None:
        """Remove objects that were written so long ago."""
        try:
            found = self._files.find(f"{self._root}/{OBJECTS}", detail=True)
            for place, entry in found.items():
                if _get_age(entry) >= seconds:
                    self._files.rm_file(place)
        except Exception as error:
            logger.warning("%s could not be cleaned up: %s", self.address, error)


def _get_age(entry: Mapping[str, object]) -> float:
    """How many seconds ago an object was written; 0 where the storage does not say."""
    written = entry.get("LastModified") or entry.get("mtime") or entry.get("created")
    if isinstance(written, datetime):
        return (datetime.now(UTC) - written.astimezone(UTC)).total_seconds()
    return time.time() - written if isinstance(written, float) else 0.0


def _verify_file(file: Path, artifact: str, place: str) -> None:
    if compute_content_hash(file) != artifact:
        file.unlink()
        raise ExchangeFailed(f"A value from {place} was damaged on the way. Run it again.")
