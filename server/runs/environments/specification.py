"""What somebody asks of an environment: the packages that a file of theirs names, and nothing that would run code.

Files are read as data. A line that would have a tool fetch, build or read something else is refused with its reason.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet

from server.runs.environments.specification_formats import SpecificationFormat

MAX_SOURCE_LENGTH = 1_000_000
MAX_REQUIREMENTS = 500
#: What conda provides beside Python, and pip does not.
CONDA_ITSELF = frozenset({"pip", "setuptools", "wheel", "python"})
HASH_OPTION = re.compile(r"\s+--hash=\S+")


class InvalidSpecification(Exception):
    """The file asks for what no environment is made of; the message says where, and what to do."""


@dataclass(frozen=True)
class PackageRequirements:
    """What is asked for, one package a line; `constraints` hold versions of whatever is installed besides."""

    requirements: tuple[str, ...]
    constraints: tuple[str, ...] = ()
    #: The versions of Python that the file allows, as >=3.11; empty where it says nothing.
    python: str = ""


def parse_specification(kind: SpecificationFormat, source: str) -> PackageRequirements:
    """The packages that a file asks for. Raises InvalidSpecification."""
    if len(source) > MAX_SOURCE_LENGTH:
        raise InvalidSpecification(f"The file is longer than {MAX_SOURCE_LENGTH:,} characters.")
    parsers = {
        "requirements": _parse_requirements_file,
        "pyproject": _parse_pyproject,
        "uv_lock": _parse_uv_lock,
        "conda": _parse_conda_file,
    }
    found = parsers[kind](source)
    if not found.requirements:
        raise InvalidSpecification("The file names no package. Add one, such as pandas>=2.2.")
    if len(found.requirements) > MAX_REQUIREMENTS:
        raise InvalidSpecification(f"The file names {len(found.requirements)} packages. At most {MAX_REQUIREMENTS}.")
    return found


def check_python_version(required: str, version: str) -> None:
    """Raise InvalidSpecification unless what the file says of Python allows this version, as 3.11."""
    try:
        allowed = (
            not required or SpecifierSet(required).contains(f"{version}.99") or SpecifierSet(required).contains(version)
        )
    except InvalidSpecifier:
        raise InvalidSpecification(f"'{required}' is not a range of Python versions.") from None
    if not allowed:
        raise InvalidSpecification(f"The file needs Python {required}. Python {version} was chosen.")


def _parse_requirements_file(source: str) -> PackageRequirements:
    logical_lines = re.sub(r"\\\r?\n", " ", source).splitlines()
    lines = enumerate((HASH_OPTION.sub("", re.sub(r"(^|\s)#.*$", "", line)).strip() for line in logical_lines), 1)
    return PackageRequirements(tuple(_check_requirement(line, f"Line {number}") for number, line in lines if line))


def _check_requirement(text: str, where: str) -> str:
    """The requirement as it is written in the standard; refused where it is more than a name and versions."""
    if text.startswith("-"):
        option = text.split()[0].split("=")[0]
        reason = "Only names of packages can be listed"
        if "index" in option:
            reason = "Options are set for the whole server"
        elif "binary" in option:
            reason = "Packages are installed as wheels only. Build one with pip wheel, and put it on the package index"
        raise InvalidSpecification(f"{where}: '{option}' can't be used here. {reason}.")
    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        raise InvalidSpecification(
            f"{where}: '{text[:80]}' is not a package with versions, such as pandas>=2.2."
        ) from None
    if requirement.url:
        raise InvalidSpecification(
            f"{where}: {requirement.name} comes from an address. Only packages of the package index can be installed."
        )
    return str(requirement)


def _parse_pyproject(source: str) -> PackageRequirements:
    project = _parse_toml(source, "pyproject.toml").get("project")
    if not isinstance(project, dict):
        raise InvalidSpecification("The file has no [project] table. List the packages in project.dependencies.")
    if "dependencies" in (project.get("dynamic") or ()):
        raise InvalidSpecification(
            "The dependencies are dynamic, so only code of the project could tell them. List them in the file."
        )
    listed = _require_texts(project.get("dependencies", []), "project.dependencies")
    requirements = tuple(_check_requirement(text, "project.dependencies") for text in listed)
    return PackageRequirements(requirements, python=str(project.get("requires-python", "")))


def _parse_uv_lock(source: str) -> PackageRequirements:
    """The packages that the project of the lock asks for, each held at the version of the lock."""
    content = _parse_toml(source, "uv.lock")
    packages = [package for package in content.get("package", []) if isinstance(package, dict) and "name" in package]
    projects = [package for package in packages if {"virtual", "editable"} & set(package.get("source", {}))]
    if not projects:
        raise InvalidSpecification("The file is not a lock of a project. Create it with: uv lock")
    strange = next((one for one in packages if one not in projects and "registry" not in one.get("source", {})), None)
    if strange is not None:
        raise InvalidSpecification(
            f"{strange['name']} does not come from a package index. Only packages of the index can be installed."
        )
    versions = {str(one["name"]): str(one["version"]) for one in packages if one not in projects and "version" in one}
    requirements = dict.fromkeys(
        _check_requirement(text, "uv.lock") for project in projects for text in _format_dependencies(project)
    )
    constraints = tuple(f"{name}=={version}" for name, version in sorted(versions.items()))
    return PackageRequirements(tuple(requirements), constraints, str(content.get("requires-python", "")))


def _format_dependencies(project: Mapping[str, Any]) -> Iterator[str]:
    for dependency in project.get("dependencies", []):
        extras = f"[{','.join(dependency['extra'])}]" if dependency.get("extra") else ""
        marker = f" ; {dependency['marker']}" if dependency.get("marker") else ""
        yield f"{dependency['name']}{extras}{marker}"


def _parse_conda_file(source: str) -> PackageRequirements:
    """The pip part of a conda file. What only conda could install is refused by its name."""
    try:
        content = yaml.safe_load(source)
    except yaml.YAMLError:
        raise InvalidSpecification("The file can't be read as YAML.") from None
    listed = content.get("dependencies") if isinstance(content, dict) else None
    if not isinstance(listed, list):
        raise InvalidSpecification("The file has no list of dependencies. It is not a conda file.")
    parts = [part["pip"] for part in listed if isinstance(part, dict) and "pip" in part]
    texts = [text for part in parts for text in _require_texts(part, "The pip part")]
    plain = [str(part) for part in listed if not isinstance(part, dict)]
    python = next((text for text in plain if re.match(r"python\b", text)), "")
    others = [text for text in plain if re.split(r"[\s=<>!~]", text, maxsplit=1)[0] not in CONDA_ITSELF]
    if others:
        raise InvalidSpecification(
            f"conda would install {', '.join(others[:5])}. Move what is on the package index into the pip part."
        )
    version = re.search(r"(\d+\.\d+)", python)
    requirements = tuple(_check_requirement(text, "The pip part") for text in texts)
    return PackageRequirements(requirements, python=f"=={version[1]}.*" if version else "")


def _parse_toml(source: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise InvalidSpecification(f"The file can't be read as {name}: {error}.") from None


def _require_texts(value: object, where: str) -> list[str]:
    if not isinstance(value, Iterable) or isinstance(value, str) or not all(isinstance(one, str) for one in value):
        raise InvalidSpecification(f"{where} must be a list of packages.")
    return [str(one) for one in value]
