"""A snapshot: the files of a folder as they are now, minus what its ignore file names, and where they stand in git.

Nothing is run but git, which only reads. The same files give the same bytes.
"""

import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pathspec import GitIgnoreSpec

from modules.kit.file_trees import list_tree, pack_file

MAX_SNAPSHOT_BYTES = 300 * 2**20
#: What is larger is likely to be data, and belongs into a dataset.
LARGE_FILE_BYTES = 20 * 2**20
IGNORE_FILES = (".amlignore", ".gitignore")
#: What nobody means to send along.
ALWAYS_IGNORED = GitIgnoreSpec.from_lines([".git/", "__pycache__/", ".venv/", ".ipynb_checkpoints/"])
KEY_NAMES = re.compile(
    r"(^|/)(\.env(\..*)?|id_(rsa|dsa|ecdsa|ed25519)|.*\.(pem|key|p12|pfx|keytab)|credentials(\.json)?)$"
)


class SnapshotRefused(Exception):
    """No snapshot can be made of the folder; the message says why."""


@dataclass(frozen=True)
class GitState:
    """Where a folder stands in git: the commit, the branch, and how its files differ from that commit."""

    commit: str
    branch: str
    diff: str
    changed_files: int


@dataclass(frozen=True)
class Snapshot:
    """The files that were packed, how many were left out, and what somebody should look at."""

    files: int
    bytes: int
    ignored: int
    warnings: tuple[str, ...] = field(default_factory=tuple)
    git: GitState | None = None


def pack_snapshot(folder: Path, target: Path) -> Snapshot:
    """Pack the files of a folder into a zip. Raises SnapshotRefused."""
    if not folder.is_dir():
        raise SnapshotRefused(f"The folder {folder} does not exist.")
    ignored_by = _read_ignore_file(folder)
    found = list(list_tree(folder))
    names = {path.relative_to(folder).as_posix(): path for path in found}
    kept = {name: path for name, path in names.items() if not _is_ignored(name, ignored_by)}
    sizes = {name: path.stat().st_size for name, path in kept.items()}
    if sum(sizes.values()) > MAX_SNAPSHOT_BYTES:
        largest = sorted(sizes.items(), key=lambda item: -item[1])[:5]
        listed = ", ".join(f"{name} ({size / 2**20:,.0f} MB)" for name, size in largest)
        raise SnapshotRefused(
            f"The folder has {sum(sizes.values()) / 2**20:,.0f} MB. At most {MAX_SNAPSHOT_BYTES // 2**20} MB can be "
            f"sent. The largest files are {listed}. Name them in {IGNORE_FILES[0]}, or import data as datasets."
        )
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in kept.items():
            pack_file(archive, path, name)
    warnings = tuple(_find_warnings(sizes))
    return Snapshot(len(kept), sum(sizes.values()), len(names) - len(kept), warnings, read_git_state(folder))


def _read_ignore_file(folder: Path) -> GitIgnoreSpec:
    """The rules of `.amlignore`, or else of `.gitignore`."""
    for name in IGNORE_FILES:
        if (folder / name).is_file():
            return GitIgnoreSpec.from_lines((folder / name).read_text(encoding="utf-8", errors="replace").splitlines())
    return GitIgnoreSpec.from_lines([])


def _is_ignored(name: str, rules: GitIgnoreSpec) -> bool:
    return ALWAYS_IGNORED.match_file(name) or rules.match_file(name)


def _find_warnings(sizes: dict[str, int]) -> Iterator[str]:
    for name, size in sizes.items():
        if KEY_NAMES.search(name):
            advice = f"Name it in {IGNORE_FILES[0]}, and store the value with: designery secret set"
            yield f"{name} looks like a secret. {advice}"
        elif size > LARGE_FILE_BYTES:
            megabytes = f"{size / 2**20:,.0f} MB"
            yield f"{name} has {megabytes}. Import data as a dataset, so that it is stored once."


def read_git_state(folder: Path) -> GitState | None:
    """Where the folder stands in git; None where it is in no repository."""
    commit = _ask_git(folder, "rev-parse", "HEAD")
    if commit is None:
        return None
    branch = _ask_git(folder, "rev-parse", "--abbrev-ref", "HEAD") or ""
    diff = _ask_git(folder, "diff", "HEAD", "--no-ext-diff", "--no-textconv", "--", ".") or ""
    changed = (_ask_git(folder, "status", "--porcelain", "--", ".") or "").splitlines()
    return GitState(commit.strip(), branch.strip(), diff, len(changed))


def _ask_git(folder: Path, *arguments: str) -> str | None:
    """What git answers; hooks and programs that the repository names are not run."""
    command = ["git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-C", str(folder), *arguments]
    try:
        ended = subprocess.run(command, capture_output=True, check=False, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return ended.stdout.decode("utf-8", "replace") if ended.returncode == 0 else None
