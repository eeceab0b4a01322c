"""Job files: the part of Azure's schema for command jobs (version 2) that makes sense here. The rest is refused."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from modules.kit.strict_json import InvalidJson, parse_json
from server.graph.document import THIS_MACHINE

#: Keys that describe a job, and change nothing of what is computed.
DESCRIPTIVE_KEYS = frozenset({"$schema", "type", "name", "display_name", "experiment_name", "description", "tags"})
USED_KEYS = frozenset({"command", "code", "inputs", "outputs", "environment", "compute", "target", "limits"})
#: Why keys of that schema are refused.
REFUSED_KEYS = {
    "distribution": "A command runs in one process.",
    "resources": "The limits of steps are settings of the server.",
    "services": "A command has no network.",
    "identity": "A command runs as nobody.",
    "environment_variables": "Write them into the command, as NAME=value python train.py.",
    "queue_settings": "There are no queues.",
}
LOCAL_TARGETS = frozenset({"local", "this-machine"})
MAX_DATASETS = 3
DATA_PORTS = ("data", "data2", "data3")
EXPRESSION = re.compile(r"\$\{\{\s*(inputs|outputs)\.([A-Za-z_][A-Za-z0-9_]*)\s*\}\}")


class JobRefused(Exception):
    """The job cannot be run as it is written; the message says where, and what to do."""


@dataclass
class Job:
    """A job as it is to be run: paths are whole, and the command has our placeholders."""

    name: str
    command: str
    code: Path
    #: {port: name of a dataset, with or without a version}
    datasets: dict[str, str] = field(default_factory=dict)
    parameters: dict[str, str] = field(default_factory=dict)
    #: {name of an input: file or folder that goes along}
    files: dict[str, Path] = field(default_factory=dict)
    environment: str | None = None
    #: The compute target: its name, or None for the one that the server takes without a name.
    target: str | None = None
    minutes: float | None = None
    #: {input: the port that its dataset goes into}
    ports: dict[str, str] = field(default_factory=dict)


def read_job(path: Path, changes: tuple[str, ...] = ()) -> Job:
    """The job in a file, with `key=value` changes applied. Raises JobRefused."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError):
        raise JobRefused(f"{path} can't be read as YAML.") from None
    if not isinstance(content, dict):
        raise JobRefused(f"{path} is not a job. It needs at least a command.")
    for change in changes:
        _apply_change(content, change)
    _refuse_unsupported(content)
    return _build_job(content, path)


def _apply_change(content: dict[str, Any], change: str) -> None:
    """Set a value by its path, as inputs.rate=0.1."""
    path, equals, text = change.partition("=")
    if not equals:
        raise JobRefused(f"--set takes KEY=VALUE, such as inputs.rate=0.1. Got '{change}'.")
    value: object = text
    with suppress(InvalidJson):
        value = parse_json(text)
    *folders, last = path.split(".")
    at = content
    for name in folders:
        at = at.setdefault(name, {})
        if not isinstance(at, dict):
            raise JobRefused(f"'{path}' can't be set: {name} has no parts.")
    at[last] = value


def _refuse_unsupported(content: Mapping[str, Any]) -> None:
    kind = content.get("type", "command")
    if kind != "command":
        raise JobRefused(f"type: Jobs of type '{kind}' are not supported. Only command jobs are.")
    for key in content:
        if key in REFUSED_KEYS:
            raise JobRefused(f"{key} is not supported. {REFUSED_KEYS[key]} Remove it.")
        if key not in DESCRIPTIVE_KEYS | USED_KEYS:
            raise JobRefused(f"'{key}' is not a part of a job. It has {', '.join(sorted(USED_KEYS))}.")
    if not isinstance(content.get("command"), str) or not content["command"].strip():
        raise JobRefused("command: The job has no command. Write one, such as python train.py.")


def _build_job(content: Mapping[str, Any], path: Path) -> Job:
    name = str(content.get("display_name") or content.get("name") or content.get("experiment_name") or path.stem)
    job = Job(name, content["command"], _find_code(content.get("code", "."), path.parent))
    for key, value in (content.get("inputs") or {}).items():
        _add_input(job, str(key), value, path.parent)
    job.environment = _read_environment(content.get("environment"))
    job.target = _read_target(content)
    job.minutes = _read_minutes(content.get("limits") or {})
    job.command = _replace_expressions(job, content["command"], content.get("outputs") or {})
    return job


def _find_code(value: object, folder: Path) -> Path:
    """The folder with the script; older files name it in `local_path`."""
    place = value.get("local_path") if isinstance(value, dict) else value
    if not isinstance(place, str) or "://" in place or place.startswith("azureml:"):
        raise JobRefused("code: The code must be a folder on this machine, such as code: src.")
    return (folder / place).resolve()


def _read_target(content: Mapping[str, object]) -> str | None:
    target = str(content.get("target", content.get("compute")) or "").removeprefix("azureml:")
    return THIS_MACHINE if target in LOCAL_TARGETS else target or None


def _add_input(job: Job, name: str, value: object, folder: Path) -> None:
    """A number or text is a parameter, a path a file that goes along, and the rest the name of a dataset."""
    given = value if isinstance(value, dict) else {"value": value}
    source = given.get("path")
    if source is None:
        literal = given.get("value", given.get("default"))
        if literal is None or isinstance(literal, dict | list):
            raise JobRefused(f"inputs.{name}: It has no value. Set one: --set inputs.{name}=...")
        job.parameters[name] = str(literal).lower() if isinstance(literal, bool) else str(literal)
        return
    text = str(source)
    local = folder / text
    if text.startswith(("azureml://", "http:", "https:", "wasbs:", "abfss:")):
        raise JobRefused(f"inputs.{name}: A command has no network. Import {text} as a dataset first.")
    if not text.startswith("azureml:") and (local.exists() or text.startswith((".", "/"))):
        if not local.exists():
            raise JobRefused(f"inputs.{name}: {text} does not exist.")
        job.files[name] = local.resolve()
        return
    if len(job.datasets) == MAX_DATASETS:
        raise JobRefused(f"inputs.{name}: A job takes at most {MAX_DATASETS} datasets.")
    job.datasets[DATA_PORTS[len(job.datasets)]] = text.removeprefix("azureml:").removesuffix("@latest")
    job.ports[name] = DATA_PORTS[len(job.datasets) - 1]


def _read_environment(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, dict):
        keys = ", ".join(value)
        raise JobRefused(
            f"environment: It is described by {keys}. Build it first: designery environment build NAME FILE"
        )
    reference = str(value).removeprefix("azureml:").removesuffix("@latest")
    return None if reference in ("", "default") else reference


def _read_minutes(limits: Mapping[str, Any]) -> float | None:
    for key in limits:
        if key != "timeout":
            raise JobRefused(f"limits.{key} is not supported. Only limits.timeout is, in seconds.")
    return float(limits["timeout"]) / 60 if "timeout" in limits else None


def _replace_expressions(job: Job, command: str, outputs: Mapping[str, Any]) -> str:
    """The command with our placeholders in place of `${{inputs.x}}` and `${{outputs.x}}`."""

    def replace(found: re.Match[str]) -> str:
        kind, name = found[1], found[2]
        if kind == "outputs":
            if name not in outputs:
                raise JobRefused(f"command: There is no output '{name}'. Add it to outputs.")
            return f"{{outputs}}/{name}"
        if name in job.ports:
            return f"{{{job.ports[name]}}}"
        if name in job.files:
            return f"{{files}}/{name}" + ("" if job.files[name].is_dir() else f"/{job.files[name].name}")
        if name in job.parameters:
            return f"{{{name}}}"
        raise JobRefused(f"command: There is no input '{name}'. Add it to inputs.")

    return EXPRESSION.sub(replace, command)
