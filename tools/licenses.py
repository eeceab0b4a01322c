"""The licenses of all that Designery brings along, from what the packages say of themselves.

python -m tools.licenses    writes docs/licenses.md
"""

import importlib.metadata
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
LICENSES_PAGE = ROOT / "docs" / "licenses.md"
PROJECT = ROOT / "pyproject.toml"
NPM_LOCK = ROOT / "frontend" / "package-lock.json"

#: Whoever takes Designery may do with these what its own license allows. MPL-2.0 asks something of changed files only.
ALLOWED = frozenset(
    {
        *(
            "0BSD",
            "Apache-2.0",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "BSL-1.0",
            "BlueOak-1.0.0",
            "CC0-1.0",
            "HPND",
            "ISC",
            "MIT",
        ),
        *("MIT-0", "MIT-CMU", "MPL-2.0", "OFL-1.1", "PSF-2.0", "Python-2.0", "Unlicense", "Zlib"),
    }
)
#: {package: its license and why it may be here all the same}
EXCEPTIONS: Mapping[str, str] = {
    "elkjs": "EPL-2.0: unchanged, and in a file of its own. Its source is at github.com/kieler/elkjs.",
    "gensim": "LGPL-2.1: comes with the extra `text` only, and is imported unchanged.",
    "paramiko": "LGPL-2.1: comes with the extra `sftp` only, and is imported unchanged.",
    "pymssql": "LGPL-2.1: comes with the extra `sqlserver` only, and is imported unchanged.",
    "psycopg": "LGPL-3.0: comes with the extra `databases` only, and is imported unchanged.",
    "psycopg-binary": "LGPL-3.0: comes with the extra `databases` only, and is imported unchanged.",
    "skops": "MIT, as its license file says; its metadata names no license.",
}
#: They come with PyTorch where it is built for a graphics card, under the license of that card's maker.
GPU_PACKAGES = re.compile(r"(nvidia|cuda)-.+|triton")

#: What packages say who name no SPDX identifier, in their classifiers or in a line of text.
LICENSE_ALIASES: Mapping[str, str] = {
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "BSD": "BSD-3-Clause",
    "3-Clause BSD License": "BSD-3-Clause",
    "New BSD": "BSD-3-Clause",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "zlib/libpng License": "Zlib",
}

PAGE_TEXT = """# Licenses

<!-- Written by `python -m tools.licenses`. -->

Designery is under the [Apache License 2.0](../LICENSE). With it come the packages below, under their own licenses. A
test fails when one joins them whose license is not known to be permissive. With every build, CI writes a bill of
materials beside the wheel: `dist/*.cdx.json`, in the CycloneDX format, with versions and hashes.

These are not permissive, and are here all the same:

{exceptions}
- PyTorch (the extra `torch`) is BSD-3-Clause. Its builds for graphics cards bring libraries under the license of the
  card's maker; its builds for the processor do not. What it brings depends on the machine and is not listed here.

## Python

| Package | License | Comes with |
|---|---|---|
{python}

## The browser app

What it is made of and built with. It is part of the wheel; users install none of this.

| Package | License |
|---|---|
{npm}
"""


@dataclass(frozen=True, order=True)
class Package:
    """A package that comes along: with what, and under which license."""

    name: str
    license: str
    comes_with: str

    @property
    def allowed(self) -> bool:
        return self.name in EXCEPTIONS or bool(GPU_PACKAGES.fullmatch(self.name)) or is_allowed(self.license)


def is_allowed(expression: str) -> bool:
    """Whether an SPDX expression can be met with allowed licenses alone: one side of each OR, all sides of each AND."""
    choices = re.sub(r"[()]| WITH LLVM-exception", "", expression).split(" OR ")
    return any(all(part.strip() in ALLOWED for part in choice.split(" AND ")) for choice in choices)


def read_license(distribution: importlib.metadata.Distribution) -> str:
    """What the metadata of an installed package say, as an SPDX expression where that can be told."""
    metadata = distribution.metadata
    if "License-Expression" in metadata:
        return metadata["License-Expression"]
    lines = [line.split(" :: ") for line in metadata.get_all("Classifier", [])]
    classifiers = [line[-1] for line in lines if line[0] == "License" and line[-1] != "OSI Approved"]
    if classifiers:
        return " OR ".join(LICENSE_ALIASES.get(name, name) for name in classifiers)
    first = metadata["License"].strip().partition("\n")[0] if "License" in metadata else ""
    return LICENSE_ALIASES.get(first, first) or "unknown"


def filter_requirements(lines: Iterable[str], extras: Iterable[str] = ()) -> Iterator[Requirement]:
    """Those of some requirements that hold on this machine."""
    for line in lines:
        requirement = Requirement(line)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield requirement


def find_installed(lines: Iterable[str], comes_with: str) -> dict[str, Package]:
    """{name: package} of all that some requirements bring along, as far as it is installed here."""
    found: dict[str, Package] = {}
    queue, seen = list(filter_requirements(lines)), set[tuple[str, frozenset[str]]]()
    while queue:
        requirement = queue.pop()
        name = canonicalize_name(requirement.name)
        if (name, frozenset(requirement.extras)) in seen:
            continue
        seen.add((name, frozenset(requirement.extras)))
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        found[name] = Package(name, read_license(distribution), comes_with)
        queue += filter_requirements(distribution.requires or [], requirement.extras)
    return found


def list_python_packages() -> list[Package]:
    """What comes with Designery itself, and what with each extra that a user may want."""
    project = tomllib.loads(PROJECT.read_text())["project"]
    found = find_installed(project["dependencies"], "Designery")
    for extra, lines in project["optional-dependencies"].items():
        if extra not in ("all", "tools", "test"):
            found = {**find_installed(lines, f"`{extra}`"), **found}
    return sorted(found.values())


def list_npm_packages() -> list[Package]:
    """What the browser app is made of and built with, without the tools that only check it."""
    packages = json.loads(NPM_LOCK.read_text())["packages"]
    shipped = {path: said for path, said in packages.items() if path and not said.get("dev")}
    found = {(path.rpartition("node_modules/")[2], said.get("license", "unknown")) for path, said in shipped.items()}
    return sorted(Package(name, terms, "the browser app") for name, terms in found)


def render_page() -> str:
    """docs/licenses.md, as it should be on this machine."""
    python = [package for package in list_python_packages() if package.comes_with != "`torch`"]
    return PAGE_TEXT.format(
        exceptions="\n".join(f"- {name}, {reason}" for name, reason in sorted(EXCEPTIONS.items())),
        python="\n".join(f"| {package.name} | {package.license} | {package.comes_with} |" for package in python),
        npm="\n".join(f"| {package.name} | {package.license} |" for package in list_npm_packages()),
    )


if __name__ == "__main__":
    LICENSES_PAGE.write_text(render_page(), encoding="utf-8")
