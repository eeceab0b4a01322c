"""What may be wrong with an installation: each finding says what was looked at, what is so, and how to fix it."""

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Literal

from packaging.requirements import Requirement

from modules.kit import catalog
from server.settings import Settings
from server.version import VERSION

FindingState = Literal["ok", "warning", "error"]
#: Network file systems, on which SQLite cannot lock, and whose files cannot be mapped safely.
NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ceph", "glusterfs"}
)
LEAST_FREE_SHARE = 0.05


@dataclass(frozen=True)
class DoctorFinding:
    """One thing that was looked at. `fix` says what to do, where something is wrong."""

    subject: str
    state: FindingState
    text: str
    fix: str = ""


def examine_installation(settings: Settings) -> list[DoctorFinding]:
    """Look at everything; nothing is changed but a file that is written to the data folder and removed."""
    checks: tuple[Callable[[Settings], Iterator[DoctorFinding]], ...] = (
        _check_versions,
        _check_folder,
        _check_disk,
        _check_file_system,
        _check_database,
        _check_isolation,
        _check_environments,
        _check_r,
        _check_torch,
        _check_modules,
        _check_app,
    )
    return [finding for check in checks for finding in check(settings)]


def _check_versions(_: Settings) -> Iterator[DoctorFinding]:
    """Whether each package that the program needs has a version that it takes."""
    yield DoctorFinding("version", "ok", f"Designery {VERSION}, Python {sys.version.split()[0]} on {sys.platform}.")
    try:
        needed = [Requirement(text) for text in requires("designery") or ()]
    except PackageNotFoundError:
        text = "The package designery is not installed; it runs from a checkout."
        yield DoctorFinding("packages", "warning", text, "Run: pip install -e .")
        return
    needed = [one for one in needed if one.marker is None or one.marker.evaluate({"extra": ""})]
    wrong = [text for one in needed if (text := _describe_wrong_version(one))]
    if wrong:
        yield DoctorFinding("packages", "error", " ".join(wrong), "Run: pip install --upgrade designery")
    else:
        yield DoctorFinding("packages", "ok", f"All {len(needed)} packages have a version that fits.")


def _describe_wrong_version(needed: Requirement) -> str:
    try:
        found = version(needed.name)
    except PackageNotFoundError:
        return f"{needed.name} is missing."
    return "" if needed.specifier.contains(found, prereleases=True) else f"{needed} is needed, and {found} is there."


def _check_folder(settings: Settings) -> Iterator[DoctorFinding]:
    folder = settings.folder
    if not folder.exists():
        yield DoctorFinding("data folder", "ok", f"{folder} does not exist yet; the first start makes it.")
        return
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        fix = "Make it writable for the user who runs the server, or set DESIGNERY_HOME to another folder."
        yield DoctorFinding("data folder", "error", f"{folder} can't be written to: {error.strerror}.", fix)
        return
    open_to_others = os.name == "posix" and folder.stat().st_mode & 0o077
    if open_to_others:
        text = f"Other users of this machine can read {folder}."
        yield DoctorFinding("data folder", "warning", text, f"Run: chmod 700 {folder}")
    else:
        yield DoctorFinding("data folder", "ok", f"{folder} can be written to, and is closed to others.")


def _format_bytes(size: float) -> str:
    return f"{size / 1e9:,.1f} GB"


def _find_existing(folder: Path) -> Path:
    return next(one for one in (folder, *folder.parents) if one.exists())


def _check_disk(settings: Settings) -> Iterator[DoctorFinding]:
    usage = shutil.disk_usage(_find_existing(settings.folder))
    reserve = _format_bytes(settings.disk_reserve)
    text = f"{_format_bytes(usage.free)} of {_format_bytes(usage.total)} are free; {reserve} are kept free."
    fix = "Delete old runs: designery clean --yes. Or give DESIGNERY_HOME a larger disk."
    if usage.free < settings.disk_reserve:
        yield DoctorFinding("disk", "error", f"{text} No run can start.", fix)
    elif usage.free < usage.total * LEAST_FREE_SHARE:
        yield DoctorFinding("disk", "warning", text, fix)
    else:
        yield DoctorFinding("disk", "ok", text)


def _check_file_system(settings: Settings) -> Iterator[DoctorFinding]:
    """Whether files can be locked and linked where results and environments lie."""
    folder = _find_existing(settings.folder)
    kind = find_file_system(folder)
    if kind in NETWORK_FILE_SYSTEMS:
        text = f"{folder} is on a network file system ({kind}), where locks of SQLite fail and results are slow."
        fix = "Set DESIGNERY_HOME to a folder on a local disk, or use PostgreSQL: DESIGNERY_DATABASE_URL."
        yield DoctorFinding("file system", "error" if not settings.database_url else "warning", text, fix)
        return
    cache = Path(os.environ.get("UV_CACHE_DIR") or Path.home() / ".cache" / "uv")
    if cache.exists() and cache.stat().st_dev != folder.stat().st_dev:
        text = (
            f"The cache of packages ({cache}) is on another file system than {folder}: each environment is a full copy."
        )
        yield DoctorFinding("file system", "warning", text, f"Set UV_CACHE_DIR to a folder beside {settings.folder}.")
        return
    yield DoctorFinding("file system", "ok", f"{folder} is on a local disk{f' ({kind})' if kind else ''}.")


def find_file_system(folder: Path, mounts: Path = Path("/proc/self/mounts")) -> str:
    """The kind of file system that a folder is on; empty where this system does not say."""
    try:
        lines = mounts.read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    found = [line.split()[1:3] for line in lines if len(line.split()) > 2]
    real = folder.resolve()
    fitting = [(place.replace("\\040", " "), kind) for place, kind in found]
    inside = [(len(place), kind) for place, kind in fitting if real.is_relative_to(place)]
    return max(inside, default=(0, ""))[1]


def _check_database(settings: Settings) -> Iterator[DoctorFinding]:
    from server.storage.database import Database, DatabaseUnusable, get_revision, list_revisions

    if not settings.database_url and not (settings.folder / "designery.sqlite").exists():
        yield DoctorFinding("database", "ok", "There is none yet; the first start makes it.")
        return
    try:
        database = Database(settings.database)
        try:
            with database.read_session() as session:
                revision = get_revision(session.connection())
        finally:
            database.close()
    except (DatabaseUnusable, OSError) as error:
        yield DoctorFinding("database", "error", str(error), "Check DESIGNERY_DATABASE_URL, and that it is running.")
        return
    if revision is not None and revision not in list_revisions():
        text = f"{database.name} was written by a newer version of Designery."
        yield DoctorFinding("database", "error", text, "Run: pip install --upgrade designery")
    else:
        newest = revision == list_revisions()[-1] or revision == list_revisions()[0]
        later = "" if newest else " The next start brings it up to date."
        yield DoctorFinding("database", "ok", f"{database.name} answers.{later}")


def _check_isolation(settings: Settings) -> Iterator[DoctorFinding]:
    from server.runs.sandbox import isolation_probe

    found = asyncio.run(isolation_probe.find_isolation(settings.isolation))
    text = f"Level {found.level}. {found.description}"
    if found.level in ("S0", "S1"):
        fix = found.advice or "See docs/security.md for what each level needs."
        yield DoctorFinding("isolation", "error" if found.level == "S0" else "warning", text, fix)
    else:
        yield DoctorFinding("isolation", "ok", text)


def _check_environments(settings: Settings) -> Iterator[DoctorFinding]:
    from server.runs.environments.package_index import find_interpreters

    if shutil.which("uv") is None and not Path(sys.executable).with_name("uv").exists():
        yield DoctorFinding(
            "environments", "error", "uv is missing; environments can't be built.", "Run: pip install uv"
        )
        return
    index = settings.package_index or "the Python Package Index"
    text = f"Python {', '.join(find_interpreters())}; packages come from {index}."
    yield DoctorFinding(
        "environments", "ok", text if index != "off" else "Only packages that are stored here are used."
    )


def _check_r(_: Settings) -> Iterator[DoctorFinding]:
    if shutil.which("Rscript") is None:
        fix = "To run R scripts: apt-get install r-base-core"
        yield DoctorFinding("R", "warning", "Rscript was not found. Execute R Script can't run.", fix)
    else:
        yield DoctorFinding("R", "ok", f"Rscript is {shutil.which('Rscript')}.")


def _check_torch(_: Settings) -> Iterator[DoctorFinding]:
    """PyTorch by what is installed: loading it takes seconds."""
    try:
        installed = version("torch")
    except PackageNotFoundError:
        text = "PyTorch is not installed. Modules for images and deep networks can't run."
        yield DoctorFinding("torch", "warning", text, "Run: pip install 'designery[torch]'")
    else:
        yield DoctorFinding("torch", "ok", f"PyTorch {installed} is installed.")


def _check_modules(_: Settings) -> Iterator[DoctorFinding]:
    """Modules that cannot run because a package is missing."""
    missing = [
        one for one in catalog().values() if one.palette and one.missing_packages and one.category != "R Language"
    ]
    if not missing:
        yield DoctorFinding("modules", "ok", f"All {len(catalog())} modules can run.")
        return
    packages = sorted({name for one in missing for name in one.missing_packages})
    text = f"{len(missing)} modules can't run, such as {missing[0].title}: {', '.join(packages)} missing."
    yield DoctorFinding("modules", "warning", text, "Run: pip install 'designery[all]'")


def _check_app(_: Settings) -> Iterator[DoctorFinding]:
    from server.shell.asset_manifest import APP_FOLDER

    if APP_FOLDER.is_dir():
        yield DoctorFinding("browser app", "ok", "It is built.")
    else:
        fix = "Install a release of designery, or build it: python frontend/toolchain.py"
        yield DoctorFinding("browser app", "error", "It is not built; the server would show no page.", fix)
