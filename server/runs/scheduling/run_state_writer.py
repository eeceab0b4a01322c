"""What a run writes down: each state of the run and of its steps, as rows and as events for whoever watches."""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from modules.kit.strict_json import InvalidJson, parse_json
from modules.kit.views.artifact_view import ArtifactView
from modules.kit.views.evaluation_view import EvaluationView
from server.collaboration import pipeline_notices
from server.runs import run_schemas
from server.runs.event_bus import EventBus
from server.runs.sandbox.inside.sandbox_messages import (
    LogChunk,
    MetricsLogged,
    ProgressUpdate,
    StepEvent,
    StoredThumbnail,
)
from server.runs.state_committer import StateCommitter
from server.storage.files.artifact_store import ArtifactStore
from server.storage.orm.core_tables import ArtifactRow, CacheEntryRow, RunRow, StepRow, now
from server.storage.stores import design_listings, run_store
from server.storage.stores.run_batch import RunBatch

logger = logging.getLogger(__name__)

OnRunEvent = Callable[[str, dict[str, Any]], None]


@dataclass(frozen=True)
class StoredOutput:
    """An output in the store: its artifact and what is known of it."""

    port: str
    artifact: str
    type: str
    rows: int | None
    columns: int | None
    bytes: int

    def to_row(self) -> ArtifactRow:
        """What the database is to know of it."""
        return ArtifactRow(id=self.artifact, type=self.type, rows=self.rows, columns=self.columns, bytes=self.bytes)


class RunStateWriter:
    """The record of one run. Every method hands its write to the committer and returns at once."""

    def __init__(
        self,
        run: RunRow,
        steps: Sequence[StepRow],
        committer: StateCommitter,
        event_bus: EventBus,
        store: ArtifactStore,
        on_event: OnRunEvent | None,
    ) -> None:
        self.run_id, self.number, self.design_id = run.id, run.number, run.design_id
        self._server_deaths = run.server_deaths
        # Nobody else writes these rows: they need not be read before each change.
        self._steps = {step.node: step for step in steps}
        self._committer = committer
        self._event_bus = event_bus
        self._store = store
        self._on_event = on_event
        self._log_folder = store.folder / "logs" / run.id

    def update_run(self, **changes: object) -> asyncio.Future[None]:
        """The run as a whole changed."""
        return self._committer.record(self.design_id, partial(self._write_run, changes))

    def reset_server_deaths(self) -> None:
        """The run gets on: how many servers died under it before is of no account any more."""
        if self._server_deaths:
            self._server_deaths = 0
            self.update_run(server_deaths=0)

    def _write_run(self, changes: Mapping[str, object], batch: RunBatch) -> None:
        batch.write()  # the event has the steps, too
        run = run_store.get_run(batch.session, self.run_id)
        for name, value in changes.items():
            setattr(run, name, value)
        if "state" in changes:
            run.summary = None
            if run.state in design_listings.TERMINAL_RUN_STATES:
                design_listings.store_run_summary(batch.session, run)
        if changes.get("state") in run_store.TERMINAL_STATES:
            pipeline_notices.notify_end_of_run(batch.session, run)
        batch.add_event(self.design_id, "run", run_schemas.to_run_read(batch.session, run).model_dump(mode="json"))

    def update_step(self, node: str, **changes: object) -> asyncio.Future[None]:
        """A step changed."""
        return self._committer.record(self.design_id, partial(self._write_step, node, changes))

    def _write_step(self, node: str, changes: Mapping[str, object], batch: RunBatch) -> None:
        step = self._steps[node]
        for name, value in changes.items():
            setattr(step, name, value)
        batch.put_step(step)
        artifacts = {key: row for key in step.outputs.values() if (row := batch.get_artifact(key)) is not None}
        body = {
            "run": self.run_id,
            "number": self.number,
            "step": run_schemas.to_step_read(step, artifacts).model_dump(mode="json"),
        }
        batch.add_event(self.design_id, "step", body)
        self._call_listener("step", body)

    def set_waiting_reason(self, node: str, reason: str) -> None:
        """A step is ready and waits; the reason goes when it begins."""
        self.update_step(node, reason=reason)

    def record_success(
        self, node: str, stored: Sequence[StoredOutput], *, key: str, cached: bool, seconds: float
    ) -> asyncio.Future[None]:
        """A step is done: its artifacts, its cached result and its state become durable together."""

        def write(batch: RunBatch) -> None:
            for output in stored:
                if batch.get_artifact(output.artifact) is None:
                    batch.add_artifact(output.to_row())
            outputs = {output.port: output.artifact for output in stored}
            if cached:
                batch.put_cache_entry(CacheEntryRow(key=key, outputs=outputs, run_id=self.run_id, seconds=seconds))
            self._write_step(
                node,
                {"state": "succeeded", "reason": None, "outputs": outputs, "seconds": seconds, "finished_at": now()},
                batch,
            )

        return self._committer.record(self.design_id, write, artifacts=[output.artifact for output in stored])

    def record_view(self, node: str, artifact: str, view: ArtifactView | None, glance: StoredThumbnail | None) -> None:
        """The view of an output came, maybe after its step was done."""

        def write(batch: RunBatch) -> None:
            row = batch.get_artifact(artifact)
            if row is not None:
                row.thumbnail = glance
                row.metrics = extract_metrics(view)
                if self._steps[node].state in run_store.TERMINAL_STATES:
                    self._write_step(node, {}, batch)

        self._committer.record(self.design_id, write)

    def record_missing_metrics(self, artifact: str, view: ArtifactView) -> None:
        """An output has a view of an earlier run that may have ended before it recorded what the view says."""

        def write(batch: RunBatch) -> None:
            row = batch.get_artifact(artifact)
            if row is not None and row.metrics is None:
                row.metrics = extract_metrics(view)

        self._committer.record(self.design_id, write)

    def forward_event(self, node: str, event: StepEvent) -> None:
        """What a step says on its way: its log, its progress, and what it measures."""
        if isinstance(event, LogChunk):
            self.append_log(node, event.stream, event.text)
        elif isinstance(event, ProgressUpdate):
            self.emit_progress(node, event)
        elif isinstance(event, MetricsLogged):
            self.append_metrics(node, event.points)

    def emit_progress(self, node: str, event: ProgressUpdate) -> None:
        """How far a step has come, and its results so far."""
        said = {"done": event.done, "total": event.total, "unit": event.unit}
        self._send_ephemeral(
            "progress", node, {"progress": {**said, "results": event.results and asdict(event.results)}}
        )

    def append_log(self, node: str, stream: str, text: str) -> None:
        """Lines that a step printed: kept in a file, and sent to whoever is watching."""
        at = now().isoformat()
        lines = [{"at": at, "stream": stream, "text": line} for line in text.splitlines()]
        try:
            self._log_folder.mkdir(parents=True, exist_ok=True)
            with (self._log_folder / f"{node}.jsonl").open("a", encoding="utf-8", errors="backslashreplace") as file:
                file.writelines(json.dumps(line) + "\n" for line in lines)
        except OSError as error:  # a full disk: the step goes on, and whoever watches sees the lines all the same
            logger.warning("Lines of the log of %s are lost: %s", node, error)
        self._send_ephemeral("log", node, {"lines": lines})

    def append_metrics(self, node: str, points: Sequence[tuple[str, int, float]]) -> None:
        """What a step measured: kept in a file beside its log."""
        try:
            self._log_folder.mkdir(parents=True, exist_ok=True)
            with (self._log_folder / f"{node}.metrics.jsonl").open("a", encoding="utf-8") as file:
                file.writelines(json.dumps(point) + "\n" for point in points)
        except OSError as error:
            logger.warning("Metrics of %s are lost: %s", node, error)

    def _send_ephemeral(self, kind: str, node: str, body: dict[str, object]) -> None:
        message = {"run": self.run_id, "node": node, **body}
        self._event_bus.send(self.design_id, kind, message)
        self._call_listener(kind, message)

    def _call_listener(self, kind: str, body: dict[str, object]) -> None:
        if self._on_event:
            self._on_event(kind, body)


def extract_metrics(view: ArtifactView | None) -> list[dict[str, Any]] | None:
    """A row of metrics per model from the view of an evaluation, None of any other."""
    if not isinstance(view, EvaluationView):
        return None
    return [{"model": model.name, **model.metrics} for model in view.models]


def read_step_metrics(store: ArtifactStore, run_id: str, node: str) -> dict[str, list[tuple[int, float]]]:
    """{metric: its values by the step of the training} of what a step measured so far."""
    path = store.folder / "logs" / run_id / f"{node}.metrics.jsonl"
    series: dict[str, list[tuple[int, float]]] = {}
    if path.exists():
        with path.open(encoding="utf-8", errors="replace") as file:
            for line in file:
                with suppress(InvalidJson, ValueError, TypeError):  # the line under way
                    name, step, value = parse_json(line)
                    series.setdefault(str(name), []).append((int(step), float(value)))
    return series


def read_step_log(store: ArtifactStore, run_id: str, node: str) -> list[dict[str, object]]:
    """The lines that a step of a run printed so far."""
    path = store.folder / "logs" / run_id / f"{node}.jsonl"
    if not path.exists():
        return []
    lines = []
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            with suppress(InvalidJson):  # the line under way, or one that a full disk has cut
                lines.append(parse_json(line))
    return [line for line in lines if isinstance(line, dict) and line.keys() == {"at", "stream", "text"}]
