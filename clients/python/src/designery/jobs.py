"""Jobs: programs of one's own folder; environments, secrets, and searches of Automated ML."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from designery.connection import get_connection, require_one
from designery.datasets import add_dataset
from designery.designs import Design, find_dataset_id
from designery.errors import DesigneryError
from designery.layout import place_nodes
from designery.ports import Data
from designery.records import Record, RecordList
from designery.runs import Output, Run, Step

MAX_SNAPSHOT_BYTES = 300 * 2**20
ALWAYS_IGNORED = frozenset({".git", "__pycache__", ".venv", ".ipynb_checkpoints"})
IGNORE_FILES = (".amlignore", ".gitignore")
DATA_PORTS = ("data", "data2", "data3")
#: Files in a zip get one time, so that equal folders are equal bytes.
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
BUILD_SECONDS = 1800.0


class ScriptJob:
    """A command in a folder, to be run as a step: what goes in, and where it runs."""

    def __init__(
        self,
        command: str,
        *,
        code: str | Path = ".",
        inputs: Mapping[str, Any] | None = None,
        environment: str | None = None,
        minutes: float | None = None,
        name: str | None = None,
        secrets: Sequence[str] = (),
    ) -> None:
        """`{name}` in the command stands for an input: a dataset by `dy.data`, or a number or text."""
        self.command = command
        self.code = Path(code)
        self.inputs = dict(inputs or {})
        self.environment = environment
        self.minutes = minutes
        self.name = name or f"{self.code.resolve().name} job"
        self.secrets = list(secrets)

    def build(self) -> Design:
        """The design of one node that the job is; its code is stored as a dataset."""
        code = add_dataset_file(pack_folder(self.code), "code.zip", f"{self.name} code")
        nodes: dict[str, dict[str, Any]] = {"code": _build_source("file", code.id)}
        inputs, values, command = {"code": "code.file"}, [], self.command
        for name, value in self.inputs.items():
            if not isinstance(value, Data):
                values.append(f"{name} = {str(value).lower() if isinstance(value, bool) else value}")
                continue
            taken = len(nodes) - 1
            if taken == len(DATA_PORTS):
                raise DesigneryError(f"A job takes at most {len(DATA_PORTS)} datasets.")
            port = DATA_PORTS[taken]
            nodes[port] = _build_source("dataset", find_dataset_id(value.name, get_connection()), value.version)
            inputs[port] = f"{port}.dataset"
            command = command.replace(f"{{{name}}}", f"{{{port}}}")
        parameters = {
            "command": command,
            "values_by_name": "\n".join(values),
            "environment": self.environment,
            "minutes": self.minutes,
            "secrets": self.secrets,
        }
        given = {key: value for key, value in parameters.items() if value}
        nodes["job"] = {"module": "run_command", "title": self.name, "parameters": given, "inputs": inputs}
        place_nodes(nodes)
        return Design({"format": 2, "name": self.name, "nodes": nodes})

    def run(self, *, target: str | None = None, wait: bool = True, progress: bool | None = None) -> Run:
        """Submit it as a run of the design of its name, on a target if one is named. The same job again is reused."""
        return self.build().run(target=target, wait=wait, progress=progress)


def _build_source(module: str, dataset: str, version: int | None = None) -> dict[str, Any]:
    parameters = {"dataset": dataset, **({} if version is None else {"version": version})}
    return {"module": module, "parameters": parameters, "inputs": {}}


def pack_folder(folder: Path) -> bytes:
    """The files of a folder as a zip, without what its ignore file names; equal files give equal bytes."""
    if not folder.is_dir():
        raise DesigneryError(f"The folder {folder} does not exist.")
    ignored = _read_ignore_file(folder)
    buffer, size = io.BytesIO(), 0
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            left_out = ALWAYS_IGNORED & set(name.split("/")) or path.is_symlink() or not path.is_file()
            if left_out or (ignored is not None and ignored.match_file(name)):
                continue
            size += path.stat().st_size
            if size > MAX_SNAPSHOT_BYTES:
                raise DesigneryError(
                    f"{folder} holds more than 300 MB. Name large files in .amlignore, or add them as datasets."
                )
            entry = zipfile.ZipInfo(name, FIXED_TIME)
            entry.external_attr = (0o755 if path.stat().st_mode & 0o100 else 0o644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes())
    return buffer.getvalue()


def _read_ignore_file(folder: Path) -> Any:
    found = next((folder / name for name in IGNORE_FILES if (folder / name).is_file()), None)
    if found is None:
        return None
    try:
        from pathspec import GitIgnoreSpec
    except ImportError:
        raise DesigneryError(f"To read {found.name}, install pathspec: pip install 'designery-client[jobs]'.") from None
    return GitIgnoreSpec.from_lines(found.read_text(encoding="utf-8").splitlines())


def add_dataset_file(content: bytes, file_name: str, name: str) -> Record:
    """Store a file as it is, as the next version of the dataset of its name."""
    connection = get_connection()
    found = [one for one in connection.iterate_pages("datasets", text=name) if one["name"] == name]
    target = {"dataset": require_one(found, "dataset", name)["id"]} if found else {"name": name}
    return Record(connection, connection.upload("datasets", content=content, file_name=file_name, **target))


class Environment(Record):
    """A named set of Python packages."""

    shown = ("id", "name", "created_at", "versions")

    @property
    def state(self) -> str:
        """How far its newest version is: queued, solving, building, ready or failed."""
        return str(self.versions[0]["state"])

    def wait(self, seconds: float = BUILD_SECONDS) -> Environment:
        """Wait until its newest version is built; raises DesigneryError with the reason where it cannot be."""
        until, pause = time.monotonic() + seconds, 0.2
        while self.state not in ("ready", "failed"):
            if time.monotonic() > until:
                raise DesigneryError(f"The environment '{self.name}' is not built after {seconds:.0f} s.")
            time.sleep(pause)
            pause = min(pause * 1.5, 2.0)
            found = [one for one in self._connection.get("environments") if one["id"] == self.id]
            self.update_fields(require_one(found, "environment", self.name))
        if self.state == "failed":
            raise DesigneryError(f"The environment '{self.name}' can't be built: {self.versions[0]['error']}")
        return self


def build_environment(
    name: str, requirements: str | Path | Sequence[str], *, python: str = "", wait: bool = True
) -> Environment:
    """Build an environment from a list of requirements, or a file of them; a name that is there gets a new version."""
    connection = get_connection()
    source = (
        "\n".join(requirements) if not isinstance(requirements, (str, Path)) else Path(requirements).read_text("utf-8")
    )
    body = {"format": "requirements", "source": source, "python": python}
    found = [one for one in connection.get("environments") if one["name"] == name]
    if found:
        made = connection.post("environments", found[0]["id"], "versions", body=body)
    else:
        made = connection.post("environments", body={**body, "name": name})
    environment = Environment(connection, made)
    return environment.wait() if wait else environment


def list_environments() -> RecordList[Environment]:
    """The environments that there are."""
    connection = get_connection()
    return RecordList([Environment(connection, one) for one in connection.get("environments")])


class Secret(Record):
    """A key or password for scripts, without its value."""

    shown = ("name", "set_by", "updated_at", "last_used_at")

    def delete(self) -> None:
        """Delete it."""
        self._connection.delete("secrets", self.id)


def set_secret(name: str, value: str) -> Secret:
    """Store a secret, or replace its value. Nobody can read it back."""
    connection = get_connection()
    found = [one for one in connection.get("secrets") if one["name"] == name]
    if found:
        return Secret(connection, connection.put("secrets", found[0]["id"], body={"value": value}))
    return Secret(connection, connection.post("secrets", body={"name": name, "value": value}))


def list_secrets() -> RecordList[Secret]:
    """The secrets that there are, without their values."""
    connection = get_connection()
    return RecordList([Secret(connection, one) for one in connection.get("secrets")])


class AutomatedSearch:
    """The result of a search of Automated ML."""

    def __init__(self, run: Run) -> None:
        self.run = run

    @property
    def step(self) -> Step:
        """The step that searched."""
        step: Step = self.run["search"]
        return step

    @property
    def metrics(self) -> dict[str, float]:
        """What the best model measured on rows that the search never used."""
        return self.step.metrics

    def leaderboard(self) -> Any:
        """The candidates as a DataFrame, the best first."""
        return self.run["search.leaderboard"].to_pandas()

    def _repr_html_(self) -> str:
        output: Output = self.run["search.leaderboard"]
        return output._repr_html_()

    def candidate(self, number: int = 1) -> Design:
        """A candidate as a stored design that gives the same figures."""
        design: Design = self.step.candidate_design(number)
        return design


def search_model(
    data: str | Data | Any,
    label: str,
    *,
    minutes: float = 2.0,
    name: str | None = None,
    progress: bool | None = None,
    **parameters: Any,
) -> AutomatedSearch:
    """Find a model that predicts a column, by Automated ML. `parameters` are those of the module Automated ML."""
    if isinstance(data, (str, Data)):
        given = data if isinstance(data, Data) else Data(data)
    else:
        given = Data(str(add_dataset(data, name or f"{label} data").id))
    nodes: dict[str, dict[str, Any]] = {
        "data": _build_source("dataset", given.name, given.version),
        "search": {
            "module": "automated_ml",
            "parameters": {"label": label, "time_limit_in_minutes": minutes, **parameters},
            "inputs": {"dataset": "data.dataset"},
        },
    }
    place_nodes(nodes)
    design = Design({"format": 2, "name": name or f"{given.name}: search for {label}", "nodes": nodes})
    return AutomatedSearch(design.run(progress=progress))
