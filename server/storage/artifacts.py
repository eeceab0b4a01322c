"""Artifacts on disk: named by the hash of their content, written whole or not at all, verified on reading."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from modules.kit.strict_json import NotJson, parse_json

VIEW = ".view.json"
#: Nobody changes an artifact. The server reads it, and steps of another user do by their group.
OWN, READABLE, PASSABLE = 0o400, 0o440, 0o750
#: What was validated by other rules than these is validated anew.
RULES = "1"
LARGEST_VIEW = 64 * 2**20


class Damaged(Exception):
    """The file of an artifact is not there, or no longer has the content that its name promises."""


class NotValidated(Exception):
    """Whether the file of an artifact can be read could not be found out, by no fault of the file."""


#: Has a file of this port type read in full by a process in a sandbox: what is wrong with it, or None.
Inspect = Callable[[Path, str], str | None]


def _inspect_nothing(_file: Path, _port_type: str) -> str | None:
    raise NotValidated("This result was stored by an earlier version. Start the server once to have it checked.")


class ArtifactStore:
    """A folder of artifacts: `objects/ab/abcdef…` with the view for the browser beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.objects = folder / "objects"
        self.quarantine = folder / "quarantine"
        self.uploads = folder / "uploads"
        self.runs = folder / "runs"
        self.validated = folder / "validated"
        for made in (self.objects, self.quarantine, self.uploads, self.runs, self.validated / RULES):
            made.mkdir(parents=True, exist_ok=True)
        #: The group that steps read artifacts as, where they run as another user than the server. The folder keeps it
        #: for whoever has no sandboxes, as a command that restores a backup.
        group = self.objects.stat().st_gid
        self.readers: int | None = group if os.geteuid() == 0 and group != os.getegid() else None
        #: Set by whoever has sandboxes.
        self.inspect: Inspect = _inspect_nothing
        self._verified: dict[str, int] = {}
        self._readable: set[str] = set()

    def let_read(self, group: int | None) -> None:
        """From now on steps read artifacts as members of this group; what is there already is made readable to it."""
        self.readers = group
        if group is None or self.objects.stat().st_gid == group:
            return
        for folder in self.objects.iterdir():
            for file in folder.iterdir():
                if not file.name.endswith(VIEW):
                    self._open_to_readers(file, READABLE)
            self._open_to_readers(folder, PASSABLE)
        self._open_to_readers(self.objects, PASSABLE)  # comes last: it says that all of this is done

    def _open_to_readers(self, path: Path, mode: int) -> None:
        if self.readers is not None:
            os.chown(path, os.geteuid(), self.readers, follow_symlinks=False)
            os.chmod(path, mode)

    def path(self, artifact: str) -> Path:
        """Where the artifact is, or would be. Artifact ids are hashes: nothing that a user wrote gets into a path."""
        return self.objects / _checked(artifact)[:2] / artifact

    def view_path(self, artifact: str) -> Path:
        return self.path(artifact).with_suffix(VIEW)

    def place(self, file: Path) -> str:
        """Move a finished file into the store and return its id. It is whole under its name, but not yet durable."""
        artifact = content_hash(file)
        target = self.path(artifact)
        self._make_folder(target.parent)
        size = file.stat().st_size
        if self._verified.get(artifact) == size and target.exists():
            file.unlink()
        else:  # what stands there already may be damaged: nobody has looked at it yet
            os.chmod(file, OWN)
            self._open_to_readers(file, READABLE)
            _moved(file, target)
        self._verified[artifact] = size
        return artifact

    def _make_folder(self, folder: Path) -> None:
        with suppress(FileExistsError):
            folder.mkdir()
            self._open_to_readers(folder, PASSABLE)

    def place_view(self, artifact: str, file: Path) -> dict[str, Any]:
        """Put the view beside its artifact, and return it. Raises NotJson where it is none."""
        value = _view_in(file)
        _moved(file, self.view_path(artifact))
        return value

    def mark_validated(self, artifact: str) -> None:
        """Remember that a process in a sandbox has read all of this content and found it whole."""
        mark = self._mark(artifact)
        mark.parent.mkdir(exist_ok=True)
        mark.touch()
        self._readable.add(artifact)

    def settle(self, artifacts: Iterable[str]) -> None:
        """Make placed artifacts durable: after this returns they survive a power cut."""
        folders = set()
        for artifact in artifacts:
            path = self.path(artifact)
            _fsync(path)
            if self.view_path(artifact).exists():
                _fsync(self.view_path(artifact))
            folders.add(path.parent)
        for folder in folders and folders | {self.objects}:
            _fsync(folder)

    def verify(self, artifact: str, size: int | None = None) -> Path:
        """The path of an artifact whose content is what its name promises; raises Damaged otherwise.

        The size is looked at every time, the hash on the first use by this process. What is damaged is moved aside.
        """
        path = self.path(artifact)
        try:
            found = path.stat().st_size
        except FileNotFoundError:
            raise Damaged(f"Artifact {artifact[:12]} is not there.") from None
        whole = (size is None or found == size) and (
            self._verified.get(artifact) == found or content_hash(path) == artifact
        )
        if not whole:
            self._set_aside(artifact)
            raise Damaged(f"Artifact {artifact[:12]} is damaged. It was moved aside and will be made anew.")
        self._verified[artifact] = found
        return path

    def readable(self, artifact: str, port_type: str) -> Path:
        """The path of an artifact that this process may map and read itself: whole, and validated.

        What came from a backup, or was stored before there were marks, is validated now. Raises Damaged.
        """
        path = self.verify(artifact)
        if artifact in self._readable or self._mark(artifact).exists():
            self._readable.add(artifact)
            return path
        flaw = self.inspect(path, port_type)
        if flaw is not None:
            self._set_aside(artifact)
            raise Damaged(f"Artifact {artifact[:12]} cannot be read: {flaw}. It was moved aside.")
        self.mark_validated(artifact)
        return path

    def view(self, artifact: str) -> dict[str, Any] | None:
        """The view for the browser, None while it is not made yet. One that is damaged is made anew."""
        path = self.view_path(artifact)
        try:
            return _view_in(path)
        except FileNotFoundError:
            return None
        except NotJson:
            path.unlink(missing_ok=True)
            return None

    def remove(self, artifact: str) -> None:
        """Delete an artifact and its view. Whoever still needs it finds it gone, and makes it anew."""
        self._verified.pop(artifact, None)
        self._readable.discard(artifact)
        for file in (self._mark(artifact), self.view_path(artifact), self.path(artifact)):
            file.unlink(missing_ok=True)

    def _set_aside(self, artifact: str) -> None:
        self._verified.pop(artifact, None)
        os.replace(self.path(artifact), self.quarantine / artifact)

    def _mark(self, artifact: str) -> Path:
        return self.validated / RULES / _checked(artifact)[:2] / artifact

    def sweep_uploads(self) -> None:
        """Remove what was being received when an earlier server ended."""
        for left in self.uploads.iterdir():
            shutil.rmtree(left, ignore_errors=True) if left.is_dir() else left.unlink(missing_ok=True)

    def sweep(self, runs: Iterable[str]) -> None:
        """Remove the work folders of runs that are over."""
        for run in runs:
            shutil.rmtree(self.runs / run, ignore_errors=True)


def _view_in(file: Path) -> dict[str, Any]:
    """The view in a file; whatever wrote it may have run a user's code."""
    with file.open("rb") as content:
        value = parse_json(content.read(LARGEST_VIEW))
    if not isinstance(value, dict):
        raise NotJson("it is no map")
    return value


def content_hash(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _checked(artifact: str) -> str:
    if len(artifact) != 64 or not set(artifact) <= set("0123456789abcdef"):
        raise Damaged("This is no artifact id.")
    return artifact


def _moved(file: Path, target: Path) -> None:
    try:
        os.replace(file, target)
    except OSError:  # another file system: copy beside the target first, so that the rename stays atomic
        beside = target.with_suffix(f".tmp{os.getpid()}")
        try:
            shutil.copyfile(file, beside)
            os.replace(beside, target)
        finally:
            beside.unlink(missing_ok=True)
        file.unlink()


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
