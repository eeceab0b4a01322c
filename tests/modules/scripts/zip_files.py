"""Zip files for tests, well made and otherwise."""

import zipfile
from collections.abc import Mapping
from pathlib import Path


def write_zip(path: Path, files: Mapping[str, str | bytes]) -> Path:
    """A zip with these files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def write_zip_with_link(path: Path, name: str, target: str) -> Path:
    """A zip with a symbolic link in it."""
    member = zipfile.ZipInfo(name)
    member.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, target)
    return path
