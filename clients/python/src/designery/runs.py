"""Runs: their state and progress, and what came out, as DataFrames, Arrow tables and numbers."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from designery.connection import Connection, get_connection
from designery.errors import DesigneryError, NotFound, RunFailed
from designery.ports import Port
from designery.records import Record, RecordList, draw_table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

UNFINISHED = frozenset({"queued", "running", "cancelling"})
FINISHED_STEPS = frozenset({"succeeded", "reused", "failed", "skipped", "cancelled"})
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 1.0


class Output:
    """What one port gave in a run."""

    def __init__(self, connection: Connection, reference: str, fields: Mapping[str, Any]) -> None:
        self._connection = connection
        self.reference = reference
        self.artifact: str = fields["artifact"]
        self.type: str = fields["type"]
        self.rows: int | None = fields.get("rows")
        self.columns: int | None = fields.get("columns")

    def to_arrow(self) -> pa.Table:
        """A table as Arrow."""
        import pyarrow as pa
        import pyarrow.parquet as parquet

        if self.type != "dataset":
            raise DesigneryError(f"{self.reference} is no table but of the type {self.type}.")
        content = self._connection.download("artifacts", self.artifact, "download", format="parquet")
        return parquet.read_table(pa.BufferReader(content))

    def to_pandas(self) -> pd.DataFrame:
        """A table as a DataFrame."""
        return to_frame(self.to_arrow())

    def view(self) -> dict[str, Any]:
        """What the browser draws of it."""
        return self._connection.get("artifacts", self.artifact)["view"] or {}

    def download(self, path: str | Path, *, format: str = "csv") -> Path:  # noqa: A002  the word of the API
        """Store it as a file: csv, parquet or xlsx; a file comes as it is."""
        target = Path(path)
        target.write_bytes(self._connection.download("artifacts", self.artifact, "download", format=format))
        return target

    def __repr__(self) -> str:
        size = f", {self.rows:,} x {self.columns}" if self.rows is not None else ""
        return f"<Output {self.reference}: {self.type}{size}>"

    def _repr_html_(self) -> str:
        if self.type != "dataset":
            return f"<p>{escape(repr(self))}</p>"
        window = self._connection.get("artifacts", self.artifact, "rows", limit=20)
        names = [one["name"] if isinstance(one, dict) else str(one) for one in window["columns"]]
        rows = [dict(zip(names, row, strict=False)) for row in window["rows"]]
        return f"<p>{escape(repr(self))}</p>" + draw_table(names, rows)


def to_frame(table: pa.Table) -> pd.DataFrame:
    """An Arrow table as a DataFrame; says what to install where pandas is missing."""
    try:
        return table.to_pandas()
    except ImportError:
        raise DesigneryError(
            "DataFrames need pandas: pip install 'designery-client[pandas]'. to_arrow() works without."
        ) from None


class Step:
    """One node in a run."""

    def __init__(self, run: Run, fields: Mapping[str, Any]) -> None:
        self._run = run
        self._fields = fields
        self.node: str = fields["node"]
        self.title: str = fields["title"]
        self.state: str = fields["state"]
        self.seconds: float | None = fields["seconds"]
        self.reason: str | None = fields["reason"]
        self.error: Mapping[str, Any] | None = fields["error"]

    @property
    def outputs(self) -> dict[str, Output]:
        """What its ports gave, by their names."""
        connection = self._run.connection
        return {port: Output(connection, f"{self.node}.{port}", one) for port, one in self._fields["outputs"].items()}

    @property
    def metrics(self) -> dict[str, float]:
        """The metrics of an evaluation; of several models, those of the best."""
        models = self.models
        if not models:
            raise DesigneryError(f"'{self.title}' ({self.node}) measured nothing. It {self.state}.")
        return models[0]["metrics"]  # type: ignore[no-any-return]

    @property
    def models(self) -> list[dict[str, Any]]:
        """The models of an evaluation, each with its metrics."""
        return list(self._run.evaluations().get(self.node, ()))

    def log(self) -> str:
        """What it printed."""
        lines = self._run.connection.get("runs", self._run.id, "steps", self.node, "log")
        return "\n".join(line["text"] for line in lines)

    def live_metrics(self) -> list[dict[str, Any]]:
        """What a command measured while it ran."""
        return list(self._run.connection.get("runs", self._run.id, "steps", self.node, "metrics"))

    def files(self) -> list[dict[str, Any]]:
        """The files that a command left in its outputs."""
        return list(self._run.connection.get("runs", self._run.id, "steps", self.node, "files")["files"])

    def read_file(self, path: str) -> bytes:
        """One of these files."""
        return self._run.connection.download("runs", self._run.id, "steps", self.node, "files", *path.split("/"))

    def candidate_design(self, number: int) -> Any:
        """A candidate of Automated ML as a stored design that gives the same figures."""
        from designery.designs import Design

        connection = self._run.connection
        stored = connection.post(
            "runs", self._run.id, "steps", self.node, "candidate-designs", body={"candidate": number}
        )
        return Design(stored["document"], connection=connection, id=stored["id"])

    def __repr__(self) -> str:
        return f"<Step {self.node}: {self.title}, {self.state}>"


class Run(Record):
    """One execution of one version of a design."""

    shown = ("number", "state", "design_id", "created_at", "finished_at")

    @property
    def connection(self) -> Connection:
        """Where it runs."""
        return self._connection

    @property
    def url(self) -> str | None:
        """The address of the run in the browser; None where the server is embedded."""
        address = self._connection.address
        return f"{address}/designs/{self.design_id}?run={self.id}" if address.startswith("http") else None

    @property
    def is_finished(self) -> bool:
        """Whether it has ended, in whichever way."""
        return self.state not in UNFINISHED

    def refresh(self) -> Run:
        """Ask for its newest state."""
        problems = {"problems": self._fields["problems"]} if "problems" in self._fields else {}
        return self.update_fields({**problems, **self._connection.get("runs", self.id)})

    @property
    def steps(self) -> list[Step]:
        """Its nodes, in the order in which they run."""
        return [Step(self, fields) for fields in self._fields["steps"]]

    def iterate_progress(self) -> Iterator[Run]:
        """Itself each time that something changed, until it has ended."""
        pause = FIRST_PAUSE
        seen: object = None
        while True:
            state = [(step["state"], step.get("progress")) for step in self._fields["steps"]]
            if state != seen or self.is_finished:
                seen, pause = state, FIRST_PAUSE
                yield self
            if self.is_finished:
                return
            time.sleep(pause)
            pause = min(pause * 1.5, LONGEST_PAUSE)
            self.refresh()

    def wait(self, *, progress: bool | None = None, check: bool = True) -> Run:
        """Wait for its end. Raises RunFailed where it did not succeed, unless `check` is off.

        `progress` shows a line of the progress; without it, where the standard error is a terminal.
        """
        shows = sys.stderr.isatty() if progress is None else progress
        try:
            for state in self.iterate_progress():
                if shows:
                    print(f"\r{_describe_progress(state)}\x1b[K", end="", file=sys.stderr, flush=True)  # noqa: T201
        finally:
            if shows:
                print(file=sys.stderr)  # noqa: T201
        if check and self.state != "succeeded":
            raise RunFailed(self.describe_failure())
        return self

    def describe_failure(self) -> str:
        """Why it did not succeed: the error of each failed step with its number."""
        lines = [f"Run {self.number} {self.state}."]
        for step in self.steps:
            if step.error is not None:
                number = f"Error {step.error['number']:04}, {step.error['title']}: " if step.error["number"] else ""
                line = f" Line {step.error['line']}." if step.error["line"] else ""
                lines.append(f"  {step.title} ({step.node}): {number}{step.error['message']}{line}")
        lines += [f"  {one['node']}: {one['message']}" for one in self._fields.get("problems", ())]
        return "\n".join(lines)

    def cancel(self) -> Run:
        """Stop it; its processes have ended when this returns."""
        return self.update_fields(self._connection.post("runs", self.id, "cancel"))

    def rerun(self) -> Run:
        """Repeat it as a new run."""
        return Run(self._connection, self._connection.post("runs", self.id, "rerun"))

    def tag(self, *tags: str, note: str | None = None) -> Run:
        """Set its tags and note; it is kept then."""
        self._connection.patch("runs", self.id, body={"tags": list(tags), **({} if note is None else {"note": note})})
        return self

    def delete(self) -> None:
        """Delete it, with the results that nothing else needs."""
        self._connection.delete("runs", self.id)

    def evaluations(self) -> dict[str, list[dict[str, Any]]]:
        """The metrics of each evaluation, model by model."""
        if "evaluations" not in self._fields:
            listed = self._connection.iterate_pages("designs", self.design_id, "runs")
            summary = next((one for one in listed if one["id"] == self.id), None)
            if summary is None:
                raise NotFound(f"Run {self.number} does not exist any more.", 404)
            if not self.is_finished:
                return summary["evaluations"]  # type: ignore[no-any-return]
            self._fields["evaluations"] = summary["evaluations"]
        return self._fields["evaluations"]  # type: ignore[no-any-return]

    def __getitem__(self, name: str | Port) -> Any:
        """A step by its node, or an output by `node.output`."""
        reference = name.reference if isinstance(name, Port) else name
        node, dot, port = reference.partition(".")
        step = next((one for one in self.steps if one.node == node), None)
        if step is None:
            raise NotFound(
                f"Run {self.number} has no node '{node}'. It has {', '.join(one.node for one in self.steps)}."
            )
        if not dot:
            return step
        outputs = step.outputs
        if port not in outputs:
            state = f"It {step.state}" + (f": {step.reason}" if step.reason else "")
            raise NotFound(f"'{node}' gave no '{port}'. {state}. It gave: {', '.join(outputs) or 'nothing'}.")
        return outputs[port]

    def diff(self, *others: Run) -> dict[str, Any]:
        """This run beside others: which parameters, data and metrics differ."""
        return compare_runs(self, *others)

    def _repr_html_(self) -> str:
        rows = [
            {"node": one.node, "title": one.title, "state": one.state, "seconds": one.seconds} for one in self.steps
        ]
        title = f"Run {self.number}: {self.state}"
        link = f"<a href='{escape(self.url)}'>{title}</a>" if self.url else title
        return f"<p>{link}</p>" + draw_table(("node", "title", "state", "seconds"), rows)


def _describe_progress(run: Run) -> str:
    steps = run.to_dict()["steps"]
    done = sum(step["state"] in FINISHED_STEPS for step in steps)
    running = [step for step in steps if step["state"] == "running"]
    words = [f"Run {run.number}: {done} of {len(steps)}"]
    for step in running[:2]:
        progress = step.get("progress") or {}
        share = f" {progress['done']} of {progress['total']} {progress['unit']}" if progress.get("total") else ""
        words.append(f"{step['title']}{share}")
    return ", ".join(words) if not run.is_finished else f"Run {run.number}: {run.state}"


def open_run(run_id: str, connection: Connection | None = None) -> Run:
    """A run by its id."""
    connection = connection or get_connection()
    return Run(connection, connection.get("runs", run_id))


def list_runs(limit: int = 50, **filters: Any) -> RecordList[Record]:
    """The newest runs of all designs. Filters: design (an id), state, text, tag, since and until."""

    class RunSummary(Record):
        shown = ("number", "design_name", "state", "created_at", "seconds")

    connection = get_connection()
    return RecordList([RunSummary(connection, one) for one in connection.iterate_pages("runs", limit=limit, **filters)])


def compare_runs(*runs: Run) -> dict[str, Any]:
    """Runs side by side: their changes against the first, their nodes and their metrics."""
    if len(runs) < 2:
        raise DesigneryError("A comparison takes at least two runs.")
    compared: dict[str, Any] = runs[0].connection.get("comparison", run=[run.id for run in runs])
    return compared
