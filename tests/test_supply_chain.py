"""What Designery brings along: hashed, under known licences, and named in the lists of the repository."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from tools.licences import PAGE, Package, is_allowed, npm_packages, page, python_packages

ROOT = Path(__file__).parent.parent
LISTS = sorted((ROOT / "requirements").glob("*.txt"))


def locked() -> list[dict[str, Any]]:
    packages: list[dict[str, Any]] = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    return [package for package in packages if package["name"] != "designery"]


def npm_locked() -> dict[str, dict[str, Any]]:
    packages: dict[str, dict[str, Any]] = json.loads((ROOT / "frontend" / "package-lock.json").read_text())["packages"]
    return {path: said for path, said in packages.items() if path}


def test_every_package_has_a_licence_that_is_known_to_be_permissive_or_a_reason() -> None:
    assert [package for package in python_packages() + npm_packages() if not package.allowed] == []


def test_the_list_of_licences_names_what_is_installed() -> None:
    rows = {line for line in PAGE.read_text().splitlines() if line.startswith("| ")}
    missing = [line for line in page().splitlines() if line.startswith("| ") and line not in rows]
    assert missing == [], "Run: python -m tools.licences"


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("BSD-2-Clause AND Apache-2.0 WITH LLVM-exception", True),
        ("(GPL-3.0-only OR MIT)", True),
        ("MIT AND GPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("unknown", False),
    ],
)
def test_a_licence_is_permissive_only_if_it_is_known_to_be(licence: str, allowed: bool) -> None:
    assert is_allowed(licence) == allowed
    assert Package("something-new", licence, "Designery").allowed == allowed


def asked_for(line: str, extra: str = "") -> tuple[str, frozenset[str], SpecifierSet, str]:
    requirement = Requirement(line)
    return canonicalize_name(requirement.name), frozenset(requirement.extras), requirement.specifier, extra


def test_the_lock_is_of_the_dependencies_that_are_asked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {asked_for(line) for line in project["dependencies"]}
    wanted |= {asked_for(line, extra) for extra, lines in project["optional-dependencies"].items() for line in lines}
    lock = tomllib.loads((ROOT / "uv.lock").read_text())
    ours = next(package for package in lock["package"] if package["name"] == "designery")
    written = set()
    for one in ours["metadata"]["requires-dist"]:
        extra = re.search(r"extra == '([^']+)'", one.get("marker", ""))
        asked = SpecifierSet(one.get("specifier", ""))
        written.add((one["name"], frozenset(one.get("extras", [])), asked, extra[1] if extra else ""))
    assert written == wanted, "Run: .ci/lock"
    assert lock["requires-python"] == project["requires-python"]


def test_every_file_of_the_python_lock_has_a_hash_and_the_public_address() -> None:
    files = [file for package in locked() for file in [*package.get("wheels", []), package.get("sdist")] if file]
    assert len(files) > len(locked())
    assert [file for file in files if not re.fullmatch(r"sha256:[0-9a-f]{64}", file["hash"])] == []


def test_every_package_of_the_npm_lock_has_a_hash_and_no_address() -> None:
    assert [
        path for path, said in npm_locked().items() if not str(said.get("integrity", "")).startswith("sha512-")
    ] == []
    assert [path for path, said in npm_locked().items() if "resolved" in said] == []


@pytest.mark.parametrize("file", LISTS, ids=lambda file: file.stem)
def test_what_pip_installs_is_hashed_and_from_any_index(file: Path) -> None:
    lines = [line for line in file.read_text().splitlines() if not line.startswith("#")]
    pins = [number for number, line in enumerate(lines) if not line.startswith(" ")]
    assert [lines[number] for number in pins if not re.match(r"[a-z0-9-]+==[^ ]+ ", lines[number])] == []
    assert [lines[number] for number in pins if "--hash=sha256:" not in lines[number + 1]] == []
    assert [line for line in lines if "://" in line or line.startswith("-")] == []


def test_the_lists_are_those_that_are_installed_in_the_image_and_for_the_tests() -> None:
    assert [file.stem for file in LISTS] == ["build", "image", "test"]
    assert "--require-hashes -r requirements/test.txt" in (ROOT / "README.md").read_text()
    dockerfile = (ROOT / "docker" / "Dockerfile").read_text()
    assert "--require-hashes -r requirements/build.txt" in dockerfile
    assert "--require-hashes -r requirements/image.txt" in dockerfile
