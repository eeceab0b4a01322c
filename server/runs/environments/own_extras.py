"""The extras of Designery: what each is for, what it consists of, and whether it is installed in this environment."""

import sys
import sysconfig
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

#: {extra: what it is for, as the screen says it}
EXTRA_TITLES: Mapping[str, str] = {
    "boosting": "Boosted trees with LightGBM and XGBoost",
    "torch": "Deep learning for images with PyTorch",
    "forecast": "Forecasts by ETS and ARIMA, and public holidays",
    "projection": "Projections with UMAP",
    "text": "Topics and word vectors with Gensim",
    "vowpal": "Vowpal Wabbit",
    "plots": "Plots in Python scripts with Matplotlib",
    "onnx": "Models as ONNX and skops files",
    "cluster": "Compute targets with Dask",
    "databases": "PostgreSQL and MySQL",
    "sqlserver": "Microsoft SQL Server",
    "oracle": "Oracle Database",
    "odbc": "Databases by ODBC",
    "snowflake": "Snowflake",
    "bigquery": "BigQuery",
    "storage": "Amazon S3 and what speaks its language",
    "azure": "Azure storage",
    "gcs": "Google Cloud Storage",
    "sftp": "Files by SFTP",
}


@dataclass(frozen=True)
class OwnExtra:
    """An extra with the packages that it asks for; none where this installation does not know it yet."""

    name: str
    title: str
    requirements: tuple[Requirement, ...]

    @property
    def is_installed(self) -> bool:
        """Whether all its packages are there, in versions that fit."""
        return bool(self.requirements) and all(map(_is_installed, self.requirements))

    @property
    def command(self) -> str:
        """What installs it in a shell."""
        return f"pip install 'designery[{self.name}]'"


def list_own_extras() -> list[OwnExtra]:
    """All extras that can be installed by themselves."""
    declared = _read_requirements()
    return [OwnExtra(name, title, tuple(_select_requirements(declared, name))) for name, title in EXTRA_TITLES.items()]


def find_own_extra(name: str) -> OwnExtra | None:
    """The extra of this name."""
    return next((extra for extra in list_own_extras() if extra.name == name), None)


def explain_fixed_environment() -> str:
    """Why this environment cannot be added to; empty where it can."""
    packages = Path(sysconfig.get_path("purelib"))
    if sys.prefix == sys.base_prefix and (Path(sysconfig.get_path("stdlib")) / "EXTERNALLY-MANAGED").exists():
        return "The server runs in the Python of the system, which leaves packages to the system's package manager."
    if not _is_writable(packages):
        return f"The server may not write to the folder of its packages, {packages}."
    return ""


def _is_writable(folder: Path) -> bool:
    """Whether a file can be made there; on a read-only file system the rights of the folder say nothing."""
    probe = folder / ".designery-can-write"
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


def _read_requirements() -> list[Requirement]:
    try:
        return [Requirement(line) for line in metadata.requires("designery") or ()]
    except metadata.PackageNotFoundError:
        return []


def _select_requirements(declared: list[Requirement], extra: str) -> Iterator[Requirement]:
    for one in declared:
        if one.marker is not None and not one.marker.evaluate({"extra": ""}) and one.marker.evaluate({"extra": extra}):
            yield one


def _is_installed(wanted: Requirement) -> bool:
    try:
        return wanted.specifier.contains(metadata.version(wanted.name), prereleases=True)
    except metadata.PackageNotFoundError:
        return False
