"""What a run writes down: each state of the run and of its steps, as rows and as events for whoever watches."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlmodel import Session

from server.runs import told
from server.runs.broadcast import Broadcast
from server.runs.recorder import Recorder
from server.storage import events, runs
from server.storage.artifacts import ArtifactStore
from server.storage.tables import ArtifactRow, ResultRow, RunRow, StepRow, now

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


class Journal:
    """The record of one run. Every method hands its write to the recorder and returns at once."""

    def __init__(
        self, run: RunRow, recorder: Recorder, broadcast: Broadcast, store: ArtifactStore, hear: Hear | None
    ) -> None:
        self.run_id, self.number, self.design_id = run.id, run.number, run.design_id
        self._recorder = recorder
        self._broadcast = broadcast
        self._store = store
        self._hear = hear
        self._log_folder = store.folder / "logs" / run.id

    def run(self, **changes: Any) -> asyncio.Future[None]:
        """The run as a whole changed."""
        return self._recorder.record(self.design_id, partial(self._write_run, changes))

    def _write_run(self, changes: Mapping[str, Any], session: Session) -> None:
        run = runs.get(session, self.run_id)
        for name, value in changes.items():
            setattr(run, name, value)
        session.flush()
        events.append(session, self.design_id, "run", told.told_run(session, run).model_dump(mode="json"))

    def step(self, node: str, **changes: Any) -> asyncio.Future[None]:
        """A step changed."""
        return self._recorder.record(self.design_id, partial(self._write_step, node, changes))

    def _write_step(self, node: str, changes: Mapping[str, Any], session: Session) -> None:
        step = session.get_one(StepRow, (self.run_id, node))
        for name, value in changes.items():
            setattr(step, name, value)
        session.flush()
        artifacts = runs.artifacts(session, step.outputs.values())
        body = {
            "run": self.run_id,
            "number": self.number,
            "step": told.told_step(step, artifacts).model_dump(mode="json"),
        }
        events.append(session, self.design_id, "step", body)
        self._tell("step", body)

    def succeeded(
        self, node: str, placed: Sequence[Placed], *, key: str, cached: bool, seconds: float
    ) -> asyncio.Future[None]:
        """A step is done: its artifacts, its cached result and its state become durable together."""

        def write(session: Session) -> None:
            for output in placed:
                _add_artifact(session, output)
            outputs = {output.port: output.artifact for output in placed}
            if cached:
                session.merge(ResultRow(key=key, outputs=outputs, run_id=self.run_id, seconds=seconds))
            self._write_step(
                node,
                {"state": "succeeded", "reason": None, "outputs": outputs, "seconds": seconds, "finished_at": now()},
                session,
            )

        artifacts = [output.artifact for output in placed]
        return self._recorder.record(self.design_id, write, before=lambda: self._store.settle(artifacts))

    def viewed(self, node: str, artifact: str, view: Mapping[str, Any], glance: dict[str, Any] | None) -> None:
        """The view of an output came, maybe after its step was done."""

        def write(session: Session) -> None:
            row = session.get(ArtifactRow, artifact)
            if row is not None:
                row.glance = glance
                row.metrics = metrics_of(view)
                session.flush()
                if session.get_one(StepRow, (self.run_id, node)).state in told.DONE:
                    self._write_step(node, {}, session)

        self._recorder.record(self.design_id, write)

    def progress(self, node: str, done: int, total: int | None, unit: str) -> None:
        self._fleeting("progress", node, {"progress": {"done": done, "total": total, "unit": unit}})

    def log(self, node: str, stream: str, text: str) -> None:
        """Lines that a step printed: kept in a file, and sent to whoever is watching."""
        at = now().isoformat()
        lines = [{"at": at, "stream": stream, "text": line} for line in text.splitlines()]
        self._log_folder.mkdir(parents=True, exist_ok=True)
        with (self._log_folder / f"{node}.jsonl").open("a", encoding="utf-8", errors="backslashreplace") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)
        self._fleeting("log", node, {"lines": lines})

    def _fleeting(self, kind: str, node: str, body: dict[str, Any]) -> None:
        message = {"run": self.run_id, "node": node, **body}
        self._broadcast.send(self.design_id, kind, message)
        self._tell(kind, message)

    def _tell(self, kind: str, body: dict[str, Any]) -> None:
        if self._hear:
            self._hear(kind, body)


def _add_artifact(session: Session, output: Placed) -> None:
    if session.get(ArtifactRow, output.artifact) is None:
        session.add(
            ArtifactRow(
                id=output.artifact, type=output.type, rows=output.rows, columns=output.columns, bytes=output.bytes
            )
        )
        session.flush()


def metrics_of(view: Mapping[str, Any]) -> list[dict[str, Any]] | None:
    """A row of metrics per model from the view of an evaluation."""
    if view.get("kind") != "evaluation":
        return None
    return [{"model": model["name"], **model["metrics"]} for model in view["models"]]


def read_log(store: ArtifactStore, run_id: str, node: str) -> list[dict[str, Any]]:
    """The lines that a step of a run printed so far."""
    path = store.folder / "logs" / run_id / f"{node}.jsonl"
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.endswith("\n")]
