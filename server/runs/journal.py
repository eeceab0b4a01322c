"""What a run writes down: each state of the run and of its steps, as rows and as events for whoever watches."""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from modules.kit.strict_json import NotJson, parse_json
from server.people import notifications
from server.runs import told
from server.runs.broadcast import Broadcast
from server.runs.recorder import Recorder
from server.storage import listings, runs
from server.storage.artifacts import ArtifactStore
from server.storage.batch import Batch
from server.storage.tables import ArtifactRow, ResultRow, RunRow, StepRow, now

logger = logging.getLogger(__name__)

Hear = Callable[[str, dict[str, Any]], None]


@dataclass(frozen=True)
class Placed:
    """An output in the store: its artifact and what is known of it."""

    port: str
    artifact: str
    type: str
    rows: int | None
    columns: int | None
    bytes: int

    def row(self) -> ArtifactRow:
        """What the database is to know of it."""
        return ArtifactRow(id=self.artifact, type=self.type, rows=self.rows, columns=self.columns, bytes=self.bytes)


class Journal:
    """The record of one run. Every method hands its write to the recorder and returns at once."""

    def __init__(
        self,
        run: RunRow,
        steps: Sequence[StepRow],
        recorder: Recorder,
        broadcast: Broadcast,
        store: ArtifactStore,
        hear: Hear | None,
    ) -> None:
        self.run_id, self.number, self.design_id = run.id, run.number, run.design_id
        self._deaths = run.server_deaths
        # Nobody else writes these rows: they need not be read before each change.
        self._steps = {step.node: step for step in steps}
        self._recorder = recorder
        self._broadcast = broadcast
        self._store = store
        self._hear = hear
        self._log_folder = store.folder / "logs" / run.id

    def run(self, **changes: Any) -> asyncio.Future[None]:
        """The run as a whole changed."""
        return self._recorder.record(self.design_id, partial(self._write_run, changes))

    def forget_deaths(self) -> None:
        """The run gets on: how many servers died under it before is of no account any more."""
        if self._deaths:
            self._deaths = 0
            self.run(server_deaths=0)

    def _write_run(self, changes: Mapping[str, Any], batch: Batch) -> None:
        batch.write()  # the event tells the steps, too
        run = runs.get(batch.session, self.run_id)
        for name, value in changes.items():
            setattr(run, name, value)
        if "state" in changes:
            run.summary = None
            if run.state in listings.FINAL:
                listings.finish_run(batch.session, run)
        if changes.get("state") in told.DONE:
            notifications.tell_of_run(batch.session, run)
        batch.event(self.design_id, "run", told.told_run(batch.session, run).model_dump(mode="json"))

    def step(self, node: str, **changes: Any) -> asyncio.Future[None]:
        """A step changed."""
        return self._recorder.record(self.design_id, partial(self._write_step, node, changes))

    def _write_step(self, node: str, changes: Mapping[str, Any], batch: Batch) -> None:
        step = self._steps[node]
        for name, value in changes.items():
            setattr(step, name, value)
        batch.step(step)
        artifacts = {key: row for key in step.outputs.values() if (row := batch.artifact(key)) is not None}
        body = {
            "run": self.run_id,
            "number": self.number,
            "step": told.told_step(step, artifacts).model_dump(mode="json"),
        }
        batch.event(self.design_id, "step", body)
        self._tell("step", body)

    def tell_wait(self, node: str, reason: str) -> None:
        """A step is ready and waits; the reason goes when it begins."""
        self.step(node, reason=reason)

    def succeeded(
        self, node: str, placed: Sequence[Placed], *, key: str, cached: bool, seconds: float
    ) -> asyncio.Future[None]:
        """A step is done: its artifacts, its cached result and its state become durable together."""

        def write(batch: Batch) -> None:
            for output in placed:
                if batch.artifact(output.artifact) is None:
                    batch.add_artifact(output.row())
            outputs = {output.port: output.artifact for output in placed}
            if cached:
                batch.result(ResultRow(key=key, outputs=outputs, run_id=self.run_id, seconds=seconds))
            self._write_step(
                node,
                {"state": "succeeded", "reason": None, "outputs": outputs, "seconds": seconds, "finished_at": now()},
                batch,
            )

        return self._recorder.record(self.design_id, write, settle=[output.artifact for output in placed])

    def viewed(self, node: str, artifact: str, view: Mapping[str, Any], glance: dict[str, Any] | None) -> None:
        """The view of an output came, maybe after its step was done."""

        def write(batch: Batch) -> None:
            row = batch.artifact(artifact)
            if row is not None:
                row.glance = glance
                row.metrics = metrics_of(view)
                if self._steps[node].state in told.DONE:
                    self._write_step(node, {}, batch)

        self._recorder.record(self.design_id, write)

    def progress(self, node: str, done: int, total: int | None, unit: str) -> None:
        self._fleeting("progress", node, {"progress": {"done": done, "total": total, "unit": unit}})

    def log(self, node: str, stream: str, text: str) -> None:
        """Lines that a step printed: kept in a file, and sent to whoever is watching."""
        at = now().isoformat()
        lines = [{"at": at, "stream": stream, "text": line} for line in text.splitlines()]
        try:
            self._log_folder.mkdir(parents=True, exist_ok=True)
            with (self._log_folder / f"{node}.jsonl").open("a", encoding="utf-8", errors="backslashreplace") as file:
                file.writelines(json.dumps(line) + "\n" for line in lines)
        except OSError as error:  # a full disk: the step goes on, and whoever watches sees the lines all the same
            logger.warning("Lines of the log of %s are lost: %s", node, error)
        self._fleeting("log", node, {"lines": lines})

    def _fleeting(self, kind: str, node: str, body: dict[str, Any]) -> None:
        message = {"run": self.run_id, "node": node, **body}
        self._broadcast.send(self.design_id, kind, message)
        self._tell(kind, message)

    def _tell(self, kind: str, body: dict[str, Any]) -> None:
        if self._hear:
            self._hear(kind, body)


def metrics_of(view: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """A row of metrics per model from the view of an evaluation; what a script made of it may have none."""
    models = view.get("models")
    if view.get("kind") != "evaluation" or not isinstance(models, list):
        return None
    return [
        {"model": model["name"], **model["metrics"]}
        for model in models
        if isinstance(model, dict) and isinstance(model.get("name"), str) and isinstance(model.get("metrics"), dict)
    ]


def read_log(store: ArtifactStore, run_id: str, node: str) -> list[dict[str, Any]]:
    """The lines that a step of a run printed so far."""
    path = store.folder / "logs" / run_id / f"{node}.jsonl"
    if not path.exists():
        return []
    lines = []
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            with suppress(NotJson):  # the line under way, or one that a full disk has cut
                lines.append(parse_json(line))
    return [line for line in lines if isinstance(line, dict) and line.keys() == {"at", "stream", "text"}]
