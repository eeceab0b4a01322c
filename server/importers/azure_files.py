"""Pipelines of components of Azure Machine Learning (YAML, version 2): each job of a command becomes Run Command."""

import re
from collections.abc import Mapping
from typing import Any

import yaml

from server.importers.imported_design import ImportedDesign, ImportRefused, sort_steps

EXPRESSION = re.compile(r"\$\{\{\s*(?:parent\.)?(inputs|outputs|jobs)\.([A-Za-z_][\w.]*)\s*\}\}")
DATA_PORTS = ("data", "data2", "data3")
MAX_JOBS = 500
GAP_X, GAP_Y = 320, 180
#: libyaml reads a thousand times as fast, and refuses what is nested without end at once.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
NO_CODE = "Drop a zip file of its code on the canvas and choose it in the File card. The YAML only names the folder."


def read_yaml(content: bytes) -> dict[str, object]:
    """The mapping in a file; raises ImportRefused."""
    try:
        text = content.decode("utf-8")
        if len(text) > 1_000_000:
            raise ImportRefused("The file is longer than a million letters.")
        # A few lines of aliases grow to more than a machine can hold.
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, LOADER)):
            raise ImportRefused("The file uses aliases (*name), which are not read. Write the values out.")
        found = yaml.load(text, LOADER)  # nosec B506
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise ImportRefused(f"The file can't be read as YAML: {type(error).__name__}.") from None
    if not isinstance(found, dict):
        raise ImportRefused("This is neither a pipeline of Azure nor a flow of Flowfile. It is no mapping.")
    return found


def convert_pipeline(root: Mapping[str, object], name: str) -> ImportedDesign:
    """A pipeline of components as a design; raises ImportRefused."""
    jobs = root.get("jobs")
    if not isinstance(jobs, dict) or not jobs:
        raise ImportRefused(
            "This is not a pipeline of Azure. It has no jobs. A single job runs by: designery job submit."
        )
    if len(jobs) > MAX_JOBS:
        raise ImportRefused(f"The file has more than {MAX_JOBS} jobs.")
    made = ImportedDesign("Azure", str(root.get("display_name") or root.get("name") or name))
    made.description = str(root.get("description") or "")
    _AzureConversion(
        made, _as_mapping(root.get("inputs")), {str(key): _as_mapping(job) for key, job in jobs.items()}
    ).convert()
    return made


def _as_mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


class _AzureConversion:
    """Takes jobs over one after another, and knows what each input of the pipeline became."""

    def __init__(self, made: ImportedDesign, inputs: Mapping[str, Any], jobs: Mapping[str, Mapping[str, Any]]) -> None:
        self.made = made
        self.inputs = inputs
        self.jobs = jobs
        #: {input of the pipeline: the port of its data}
        self.sources: dict[str, str] = {}
        #: {job: its node}
        self.nodes: dict[str, str] = {}
        #: {output of the pipeline: the job that writes it}
        self.writers: dict[str, str] = {}
        for name, job in jobs.items():
            for value in _as_mapping(job.get("outputs")).values():
                kind, path = self._read_reference(value)
                if kind == "outputs":
                    self.writers[path] = name

    def convert(self) -> None:
        """Take over every job, in the order of the data."""
        for at, name in enumerate(self._sort_jobs()):
            self._convert_job(name, self.jobs[name], (at * GAP_X, GAP_Y))

    def _sort_jobs(self) -> list[str]:
        links = ((source, name) for name, job in self.jobs.items() for source in self._list_sources(job))
        return sort_steps(self.jobs, links, "jobs")

    def _list_sources(self, job: Mapping[str, Any]) -> list[str]:
        """The jobs that a job takes something from."""
        inputs = (job.get("training_data"), *_as_mapping(job.get("inputs")).values())
        return [found for value in inputs if (found := self._find_writer(*self._read_reference(value)))]

    def _find_writer(self, kind: str, path: str) -> str:
        """The job that a reference is to; empty where it is to none."""
        return path.partition(".")[0] if kind == "jobs" else self.writers.get(path, "") if kind == "outputs" else ""

    def _read_reference(self, value: object) -> tuple[str, str]:
        """What an input refers to: the kind and the path; empty where it is a value."""
        held = value.get("path") if isinstance(value, dict) else value
        match = EXPRESSION.fullmatch(held.strip()) if isinstance(held, str) else None
        return (match[1], match[2]) if match else ("", "")

    def _convert_job(self, name: str, job: Mapping[str, Any], place: tuple[float, float]) -> None:
        component = _as_mapping(job.get("component"))
        command = job.get("command") or component.get("command")
        title = str(job.get("display_name") or component.get("display_name") or name)
        if job.get("type") == "automl" or component.get("type") == "automl":
            self._convert_search(name, title, job, place)
        elif isinstance(command, str):
            self._convert_command(name, title, job, command, place)
        else:
            tables = [self._resolve(value) for value in _as_mapping(job.get("inputs")).values()]
            named = job.get("component") if isinstance(job.get("component"), str) else job.get("type", "command")
            reason = f"Its component ({named}) is not in the file. Export the pipeline with its components."
            found = [table for table in tables if table is not None and not table.endswith(".outputs")]
            self.nodes[name] = self.made.add_placeholder(title, place, found, dict(job), reason)

    def _resolve(self, value: object) -> str | None:
        """The port of an input; None where it is a plain value or a file."""
        kind, path = self._read_reference(value)
        if kind == "inputs" and isinstance(self.inputs.get(path), dict):
            return self._place_source(path, self.inputs[path])
        writer = self._find_writer(kind, path)
        if writer:
            node = self.nodes.get(writer)
            module = self.made.nodes[node]["module"] if node else ""
            output = {"run_command": "outputs", "automated_ml": "leaderboard"}.get(module, "results_dataset")
            return f"{node}.{output}" if node else None
        if isinstance(value, dict) and isinstance(value.get("path"), str):
            return self._place_source(str(value["path"]), value)
        return None

    def _place_source(self, name: str, held: Mapping[str, Any]) -> str | None:
        if "path" not in held and held.get("type") not in ("mltable", "uri_file", "uri_folder"):
            return None
        if name not in self.sources:
            title = re.split(r"[:/@]", str(held.get("path", name)).removeprefix("azureml:"))
            place = (-GAP_X, len(self.sources) * GAP_Y)
            node = self.made.add_node(next((part for part in title if part), name), "dataset", place, {})
            self.sources[name] = f"{node}.dataset"
            text = "The file does not hold its data. Import them and choose the dataset."
            self.made.report(name, "approximated", text, node)
        return self.sources[name]

    def _convert_command(
        self, name: str, title: str, job: Mapping[str, Any], command: str, place: tuple[float, float]
    ) -> None:
        """Datasets go to ports of Run Command, the folder of an earlier job to its files, values to its parameters."""
        ports: dict[str, str] = {}
        values: list[str] = []
        words: dict[str, str] = {}
        lost: list[str] = []
        given = {**_as_mapping(_as_mapping(job.get("component")).get("inputs")), **_as_mapping(job.get("inputs"))}
        for key, value in given.items():
            reference = self._resolve(value)
            if reference is None:
                words[key] = f"{{{key}}}"
                values.append(f"{key} = {self._read_value(value)}")
                continue
            free = ["files"] if reference.endswith(".outputs") else list(DATA_PORTS)
            port = next((one for one in free if one not in ports), None)
            if port is None:
                lost.append(str(key))
                continue
            ports[port], words[key] = reference, f"{{{port}}}"
        line = EXPRESSION.sub(lambda match: self._replace(match, words), command)
        code = self.made.add_node(f"Code of {title}", "file", (place[0], place[1] - GAP_Y), {})
        parameters = {"command": line.strip(), "values_by_name": "\n".join(values)}
        ports["code"] = f"{code}.file"
        self.nodes[name] = self.made.add_node(title, "run_command", place, ports, parameters)
        text = f"{NO_CODE} Not connected: {', '.join(lost)}." if lost else NO_CODE
        self.made.report(title, "approximated", text, self.nodes[name])

    def _read_value(self, value: object) -> str:
        kind, path = self._read_reference(value)
        held = self.inputs.get(path) if kind == "inputs" else value
        if isinstance(held, dict):
            held = held.get("value", held.get("default", ""))
        return " ".join(str("" if held is None else held).split())[:1_000]

    @staticmethod
    def _replace(match: "re.Match[str]", words: Mapping[str, str]) -> str:
        """An expression of the command as a placeholder of ours."""
        name = match[2].partition(".")[0]
        return words.get(name, f"{{{name}}}") if match[1] == "inputs" else "{outputs}"

    def _convert_search(self, name: str, title: str, job: Mapping[str, Any], place: tuple[float, float]) -> None:
        table = self._resolve(job.get("training_data"))
        label = job.get("target_column_name")
        values = {"label": label if isinstance(label, str) else None}
        self.nodes[name] = self.made.add_node(title, "automated_ml", place, {"dataset": table}, values)
        text = "Limits and settings of its search are not taken over."
        self.made.report(title, "approximated", text, self.nodes[name])
