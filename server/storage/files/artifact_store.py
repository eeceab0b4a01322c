"""Artifacts on disk: named by the hash of their content, written whole or not at all, verified on reading."""

import hashlib
import json
import logging
import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import from_json

from modules.kit.strict_json import InvalidJson, parse_json
from modules.kit.views.artifact_view import ArtifactView, parse_view
from server.folder_removal import remove_folder

logger = logging.getLogger(__name__)

VIEW_SUFFIX = ".view.json"
#: Nobody changes an artifact. The server reads it, and steps of another user do by their group.
OWNER_MODE, GROUP_READ_MODE, FOLDER_MODE = 0o400, 0o440, 0o750
#: What was validated by other rules than these is validated anew.
VALIDATION_VERSION = "1"
MAX_VIEW_BYTES = 64 * 2**20


class CorruptArtifact(Exception):
    """The file of an artifact is not there, or no longer has the content that its name promises."""


class ArtifactNotValidated(Exception):
    """Whether the file of an artifact can be read could not be found out, by no fault of the file."""


#: Has a file of this port type read in full by a process in a sandbox: what is wrong with it, or None.
ArtifactInspector = Callable[[Path, str], str | None]


def _refuse_inspection(_file: Path, _port_type: str) -> str | None:
    raise ArtifactNotValidated(
        "This result was stored by an earlier version. Start the server once to have it checked."
    )


class ArtifactStore:
    """A folder of artifacts: `objects/ab/abcdef…` with the view for the browser beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.objects = folder / "objects"
        self.quarantine = folder / "quarantine"
        self.uploads = folder / "uploads"
        self.runs = folder / "runs"
        self.validation_marks = folder / "validated"
        for made in (
            self.objects,
            self.quarantine,
            self.uploads,
            self.runs,
            self.validation_marks / VALIDATION_VERSION,
        ):
            made.mkdir(parents=True, exist_ok=True)
        #: The group that steps read artifacts as, where they run as another user than the server. The folder keeps it
        #: for whoever has no sandboxes, as a command that restores a backup.
        group = self.objects.stat().st_gid
        self.reader_group: int | None = group if os.geteuid() == 0 and group != os.getegid() else None
        #: Set by whoever has sandboxes.
        self.inspector: ArtifactInspector = _refuse_inspection
        self._verified_sizes: dict[str, int] = {}
        self._readable_ids: set[str] = set()

    def set_reader_group(self, group: int | None) -> None:
        """From now on steps read artifacts as members of this group; what is there already is made readable to it."""
        self.reader_group = group
        if group is None or self.objects.stat().st_gid == group:
            return
        for folder in self.objects.iterdir():
            for file in folder.iterdir():
                if not file.name.endswith(VIEW_SUFFIX):
                    self._open_to_readers(file, GROUP_READ_MODE)
            self._open_to_readers(folder, FOLDER_MODE)
        self._open_to_readers(self.objects, FOLDER_MODE)  # comes last: it says that all of this is done

    def _open_to_readers(self, path: Path, mode: int) -> None:
        if self.reader_group is not None:
            os.chown(path, os.geteuid(), self.reader_group, follow_symlinks=False)
            os.chmod(path, mode)

    def get_path(self, artifact: str) -> Path:
        """Where the artifact is, or would be. Artifact ids are hashes: nothing that a user wrote gets into a path."""
        return self.objects / _require_artifact_id(artifact)[:2] / artifact

    def get_view_path(self, artifact: str) -> Path:
        return self.get_path(artifact).with_suffix(VIEW_SUFFIX)

    def store_file(self, file: Path) -> str:
        """Move a finished file into the store and return its id. It is whole under its name, but not yet durable."""
        artifact = compute_content_hash(file)
        target = self.get_path(artifact)
        self._make_folder(target.parent)
        size = file.stat().st_size
        if self._verified_sizes.get(artifact) == size and target.exists():
            file.unlink()
        else:  # what stands there already may be damaged: nobody has looked at it yet
            os.chmod(file, OWNER_MODE)
            self._open_to_readers(file, GROUP_READ_MODE)
            _move_file(file, target)
        self._verified_sizes[artifact] = size
        return artifact

    def _make_folder(self, folder: Path) -> None:
        with suppress(FileExistsError):
            folder.mkdir()
            self._open_to_readers(folder, FOLDER_MODE)

    def store_view(self, artifact: str, file: Path) -> ArtifactView | None:
        """Put the view beside its artifact, and return it if it is of a known kind.

        Raises InvalidJson where it is no JSON object.
        """
        content = _read_json_object(file)
        _move_file(file, self.get_view_path(artifact))
        return _parse_known_view(artifact, content)

    def mark_validated(self, artifact: str) -> None:
        """Remember that a process in a sandbox has read all of this content and found it whole."""
        mark = self._get_mark_path(artifact)
        mark.parent.mkdir(exist_ok=True)
        mark.touch()
        self._readable_ids.add(artifact)

    def make_durable(self, artifacts: Iterable[str]) -> None:
        """Make placed artifacts durable: after this returns they survive a power cut."""
        folders = set()
        for artifact in artifacts:
            path = self.get_path(artifact)
            _fsync(path)
            if self.get_view_path(artifact).exists():
                _fsync(self.get_view_path(artifact))
            folders.add(path.parent)
        for folder in folders and folders | {self.objects}:
            _fsync(folder)

    def verify_artifact(self, artifact: str, size: int | None = None) -> Path:
        """The path of an artifact whose content is what its name promises; raises CorruptArtifact otherwise.

        The size is looked at every time, the hash on the first use by this process. What is damaged is moved aside.
        """
        path = self.get_path(artifact)
        try:
            found = path.stat().st_size
        except FileNotFoundError:
            raise CorruptArtifact(f"Artifact {artifact[:12]} does not exist.") from None
        whole = (size is None or found == size) and (
            self._verified_sizes.get(artifact) == found or compute_content_hash(path) == artifact
        )
        if not whole:
            self._move_to_quarantine(artifact)
            raise CorruptArtifact(
                f"Artifact {artifact[:12]} is damaged. It was moved aside and will be computed again."
            )
        self._verified_sizes[artifact] = found
        return path

    def get_readable_path(self, artifact: str, port_type: str) -> Path:
        """The path of an artifact that this process may map and read itself: whole, and validated.

        What came from a backup, or was stored before there were marks, is validated now. Raises CorruptArtifact.
        """
        path = self.verify_artifact(artifact)
        if artifact in self._readable_ids or self._get_mark_path(artifact).exists():
            self._readable_ids.add(artifact)
            return path
        flaw = self.inspector(path, port_type)
        if flaw is not None:
            self._move_to_quarantine(artifact)
            raise CorruptArtifact(f"Artifact {artifact[:12]} can't be read: {flaw}. It was moved aside.")
        self.mark_validated(artifact)
        return path

    def read_view(self, artifact: str) -> ArtifactView | None:
        """The view of an artifact, None while it is not made yet, or where it is of no known kind."""
        content = self.read_view_json(artifact)
        return None if content is None else _parse_known_view(artifact, content)

    def read_view_json(self, artifact: str) -> bytes | None:
        """The view for the browser as it is stored, None while it is not made yet. One that is damaged is made anew."""
        path = self.get_view_path(artifact)
        try:
            return _read_json_object(path)
        except FileNotFoundError:
            return None
        except InvalidJson:
            path.unlink(missing_ok=True)
            return None

    def delete_artifact(self, artifact: str) -> None:
        """Delete an artifact and its view. Whoever still needs it finds it gone, and makes it anew."""
        self._verified_sizes.pop(artifact, None)
        self._readable_ids.discard(artifact)
        for file in (self._get_mark_path(artifact), self.get_view_path(artifact), self.get_path(artifact)):
            file.unlink(missing_ok=True)

    def _move_to_quarantine(self, artifact: str) -> None:
        self._verified_sizes.pop(artifact, None)
        os.replace(self.get_path(artifact), self.quarantine / artifact)

    def _get_mark_path(self, artifact: str) -> Path:
        return self.validation_marks / VALIDATION_VERSION / _require_artifact_id(artifact)[:2] / artifact

    def delete_stale_uploads(self) -> None:
        """Remove what was being received when an earlier server ended."""
        for left in self.uploads.iterdir():
            remove_folder(left) if left.is_dir() else left.unlink(missing_ok=True)

    def delete_run_folders(self, runs: Iterable[str]) -> None:
        """Remove the work folders of runs that are over."""
        for run in runs:
            remove_folder(self.runs / run)


def _read_json_object(file: Path) -> bytes:
    """The JSON object in a file as any reader of JSON takes it; whatever wrote it may have run a user's code."""
    with file.open("rb") as stream:
        content = stream.read(MAX_VIEW_BYTES)
    try:
        value = from_json(content, allow_inf_nan=False)
    except ValueError:  # not JSON, or half characters, which are repaired
        value = parse_json(content)
        content = json.dumps(value).encode()
    if not isinstance(value, dict):
        raise InvalidJson("it is not a map")
    return content


def _parse_known_view(artifact: str, content: bytes) -> ArtifactView | None:
    try:
        return parse_view(content)
    except ValidationError as error:
        logger.warning("The view of artifact %s is of no known kind: %s", artifact[:12], error)
        return None


def compute_content_hash(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _require_artifact_id(artifact: str) -> str:
    if len(artifact) != 64 or not set(artifact) <= set("0123456789abcdef"):
        raise CorruptArtifact("This is not an artifact id.")
    return artifact


def _move_file(file: Path, target: Path) -> None:
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
