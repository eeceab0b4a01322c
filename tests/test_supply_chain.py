"""What Designery brings along: hashed, under known licenses, and named in the lists of the repository."""

import json
import re
import tomllib
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.licenses import LICENSES_PAGE, Package, is_allowed, list_npm_packages, list_python_packages, render_page

ROOT = Path(__file__).parent.parent
REQUIREMENT_FILES = sorted((ROOT / "requirements").glob("*.txt"))


#: What is in no list: which build fits is a question of the machine.
UNLOCKED_PACKAGES = {"torch", "torchvision"}


def parse_locked(file: Path) -> dict[str, tuple[str, frozenset[str]]]:
    """{package: its version, its hashes} of a list that pip installs."""
    found: dict[str, tuple[str, frozenset[str]]] = {}
    text = "\n".join(line for line in file.read_text().splitlines() if not line.lstrip().startswith("#"))
    for entry in re.split(r"\n(?=\S)", text):
        pin = re.match(r"([a-z0-9-]+)==([^ ;]+)", entry)
        assert pin, entry
        found[pin[1]] = pin[2], frozenset(re.findall(r"--hash=(sha256:[0-9a-f]{64})", entry))
    return found


def read_npm_locked() -> dict[str, dict[str, Any]]:
    packages: dict[str, dict[str, Any]] = json.loads((ROOT / "frontend" / "package-lock.json").read_text())["packages"]
    return {path: said for path, said in packages.items() if path}


def test_every_package_has_a_license_that_is_known_to_be_permissive_or_a_reason() -> None:
    assert [package for package in list_python_packages() + list_npm_packages() if not package.allowed] == []


def test_the_list_of_licenses_names_what_is_installed() -> None:
    rows = {line for line in LICENSES_PAGE.read_text().splitlines() if line.startswith("| ")}
    missing = [line for line in render_page().splitlines() if line.startswith("| ") and line not in rows]
    assert missing == [], "Run: python -m tools.licenses"


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("BSD-2-Clause AND Apache-2.0 WITH LLVM-exception", True),
        ("(GPL-3.0-only OR MIT)", True),
        ("MIT AND GPL-3.0-only", False),
        ("AGPL-3.0-or-later", False),
        ("unknown", False),
    ],
)
def test_a_license_is_permissive_only_if_it_is_known_to_be(expression: str, allowed: bool) -> None:
    assert is_allowed(expression) == allowed
    assert Package("something-new", expression, "Designery").allowed == allowed


@pytest.mark.parametrize(
    ("name", "extras"),
    [
        ("image", ("plots", "forecast", "storage", "databases")),
        ("test", ("plots", "boosting", "projection", "text", "vowpal", "forecast", "storage", "databases", "tools")),
    ],
)
def test_the_lock_has_all_that_is_asked_for_in_a_version_that_fits(name: str, extras: tuple[str, ...]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = [*project["dependencies"], *(line for extra in extras for line in project["optional-dependencies"][extra])]
    pins = parse_locked(ROOT / "requirements" / f"{name}.txt")
    asked = [Requirement(line) for line in lines]
    asked = [one for one in asked if one.marker is None or one.marker.evaluate()]
    lacking = [
        str(one)
        for one in asked
        if canonicalize_name(one.name) not in pins or pins[canonicalize_name(one.name)][0] not in one.specifier
    ]
    assert lacking == [], "Run: .ci/lock"


def test_what_is_installed_is_what_is_locked() -> None:
    """All packages that come along with those that are asked for are in the list too."""
    pins = parse_locked(ROOT / "requirements" / "test.txt")
    ours = Requirement("designery[all,tools]")
    waiting, seen, loose = [ours], set(), set()
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        for line in requires(name) or ():
            expected = Requirement(line)
            extras = one.extras or {""}
            if expected.marker is not None and not any(expected.marker.evaluate({"extra": extra}) for extra in extras):
                continue
            key = (canonicalize_name(expected.name), frozenset(expected.extras))
            if key not in seen and key[0] not in UNLOCKED_PACKAGES:
                seen.add(key)
                waiting.append(expected)
        if name not in pins and name != "designery":
            loose.add(name)
    assert loose == set(), "Run: .ci/lock"


def test_every_package_of_the_npm_lock_has_a_hash_and_no_address() -> None:
    assert [
        path for path, said in read_npm_locked().items() if not str(said.get("integrity", "")).startswith("sha512-")
    ] == []
    assert [path for path, said in read_npm_locked().items() if "resolved" in said] == []


@pytest.mark.parametrize("file", REQUIREMENT_FILES, ids=lambda file: file.stem)
def test_what_pip_installs_is_hashed_and_from_any_index(file: Path) -> None:
    lines = [line for line in file.read_text().splitlines() if not line.startswith("#")]
    pins = [number for number, line in enumerate(lines) if not line.startswith(" ")]
    assert [lines[number] for number in pins if not re.match(r"[a-z0-9-]+==[^ ]+ ", lines[number])] == []
    assert [lines[number] for number in pins if "--hash=sha256:" not in lines[number + 1]] == []
    assert [line for line in lines if "://" in line or line.startswith("-")] == []


def test_the_lists_are_those_that_are_installed_in_the_image_and_for_the_tests() -> None:
    assert [file.stem for file in REQUIREMENT_FILES] == ["build", "image", "test"]
    assert "--require-hashes -r requirements/test.txt" in (ROOT / "README.md").read_text()
    dockerfile = (ROOT / "docker" / "Dockerfile").read_text()
    assert "--require-hashes -r requirements/build.txt" in dockerfile
    assert "--require-hashes -r requirements/image.txt" in dockerfile
