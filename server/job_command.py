"""A job submitted from the command line: its folder becomes a snapshot, its design a run like any other in the list."""

import asyncio
import json
import uuid
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlmodel import Session, col, select

from modules.kit import catalog
from modules.kit.file_trees import list_tree, pack_file
from modules.kit.module_roles import get_module
from server.design_analyzer import DesignAnalyzer
from server.graph.document import THIS_MACHINE, parse_design
from server.graph.edits import apply_edits, set_value
from server.job_files import Job, JobRefused
from server.run_services_factory import build_run_services
from server.runs.run_schemas import RunRead, to_run_read
from server.runs.run_services import RunServices
from server.runs.scheduling.code_isolation import IsolationTooWeak
from server.runs.scheduling.run_creation import NothingToRun, RerunOptions, create_run
from server.runs.scheduling.runner import Runner
from server.runs.table_ingest import IngestedTable, store_zip_file
from server.runs.workspace_quotas import OverQuota
from server.settings import Settings
from server.snapshots import Snapshot, SnapshotRefused, pack_snapshot
from server.storage.database import Database
from server.storage.files.artifact_store import ArtifactStore
from server.storage.files.data_folder_lock import shared_folder_lock
from server.storage.files.disk_space import DiskFull
from server.storage.orm.core_tables import DatasetRow, DatasetVersionRow, DesignRow
from server.storage.stores import compute_target_store, dataset_store, design_store, run_store
from server.storage.transactions.workspace_context import get_default_workspace
from server.storage.transactions.write_scopes import RESULTS_SCOPE

#: The node of the command in the design of a job.
COMMAND_NODE = "job"
OnText = Callable[[str], None]


@dataclass(frozen=True)
class SubmittedJob:
    """A run that ended: where it is in the list, and how it came out."""

    design: str
    number: int
    state: str
    reused: bool
    message: str = ""


async def submit_job(settings: Settings, job: Job, on_text: OnText, on_log: OnText) -> SubmittedJob:
    """Run a job to its end. Raises JobRefused.

    `on_text` gets what there is to say, `on_log` what the command prints.
    """
    try:
        with shared_folder_lock(settings.folder):
            database = Database(settings.database)
            database.migrate()
            services, isolation = await build_run_services(
                settings, database, ArtifactStore(settings.folder / "store"), warm=False
            )
            runner = Runner(services)
            await runner.open(adopt=False)
            try:
                services.disk.require_room_for_run()
                snapshot = await asyncio.to_thread(_store_design, services, job, on_text)
                return await _run_design(services, runner, snapshot, isolation.model_dump(), on_log)
            finally:
                await runner.close()
                await services.compute_targets.close()
                await services.pool.close()
                database.close()
    except (SnapshotRefused, NothingToRun, DiskFull, OverQuota) as error:
        raise JobRefused(str(error)) from None
    except IsolationTooWeak:
        raise JobRefused("Commands don't run with this isolation. See: designery isolation") from None


@dataclass(frozen=True)
class _StoredJob:
    design_id: str
    snapshot: Snapshot
    target: str | None


def _store_design(services: RunServices, job: Job, on_text: OnText) -> _StoredJob:
    """Store the files of a job, and write its design down: a new one, or the next state of the one of its name."""
    with TemporaryDirectory(dir=services.store.uploads) as made:
        packed = Path(made, "code.zip")
        snapshot = pack_snapshot(job.code, packed)
        for warning in snapshot.warnings:
            on_text(f"Warning: {warning}")
        on_text(describe_snapshot(snapshot))
        code = _store_file(services, packed, f"{job.name} code")
        inputs = None
        if job.files:
            pack_inputs(job, Path(made, "files.zip"))
            inputs = _store_file(services, Path(made, "files.zip"), f"{job.name} files")
    with services.database.read_session() as session:
        _require_target(session, job.target)
        datasets = {port: _find_dataset(session, reference) for port, reference in job.datasets.items()}
    nodes = build_job_nodes(job, code, inputs, datasets)
    return _StoredJob(_write_design(services.database, job, nodes), snapshot, job.target)


def _require_target(session: Session, target: str | None) -> None:
    """Refuse a target that the server does not have, before anything is kept of the job."""
    if target is None or target == THIS_MACHINE:
        return
    if compute_target_store.find_compute_target(session, target) is None:
        known = ", ".join([THIS_MACHINE, *(row.name for row in compute_target_store.list_compute_targets(session))])
        raise JobRefused(f"compute: There is no target '{target}'. Use one of these: {known}.")


def describe_snapshot(snapshot: Snapshot) -> str:
    """What was packed, in a sentence."""
    text = f"{_count_files(snapshot.files)}, {snapshot.bytes / 1024:,.0f} KB; {snapshot.ignored} ignored."
    if snapshot.git is None:
        return text
    changed = f", {_count_files(snapshot.git.changed_files)} changed" if snapshot.git.changed_files else ""
    return f"{text} {snapshot.git.branch} at {snapshot.git.commit[:7]}{changed}."


def _count_files(count: int) -> str:
    return f"{count} file{'' if count == 1 else 's'}"


def build_job_nodes(
    job: Job, code: str, files: str | None, datasets: dict[str, tuple[str, int | None]]
) -> dict[str, dict[str, Any]]:
    """The nodes of the design of a job: its command, and what goes into it."""
    file_module, table_module = (get_module(catalog(), role).name for role in ("file_source", "dataset_source"))
    nodes: dict[str, dict[str, Any]] = {"code": _build_source(file_module, code, None, 0)}
    inputs = {"code": "code.file"}
    if files is not None:
        nodes["files"] = _build_source(file_module, files, None, 1)
        inputs["files"] = "files.file"
    for place, (port, (dataset, version)) in enumerate(datasets.items(), start=2):
        nodes[port] = _build_source(table_module, dataset, version, place)
        inputs[port] = f"{port}.dataset"
    parameters = {
        "command": job.command,
        "values_by_name": "\n".join(f"{name} = {value}" for name, value in job.parameters.items()),
        "environment": job.environment,
        "minutes": job.minutes,
    }
    given = {name: value for name, value in parameters.items() if value}
    nodes[COMMAND_NODE] = {
        "module": get_module(catalog(), "command").name,
        "title": job.name,
        "parameters": given,
        "inputs": inputs,
        "position": {"x": 240, "y": 160},
    }
    return nodes


def _build_source(module: str, dataset: str, version: int | None, place: int) -> dict[str, Any]:
    parameters = {"dataset": dataset, **({"version": version} if version else {})}
    return {"module": module, "parameters": parameters, "inputs": {}, "position": {"x": 276 * place, "y": 0}}


def pack_inputs(job: Job, target: Path) -> None:
    """Put the files and folders that go along with a job into a zip."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in sorted(job.files.items()):
            if path.is_file():
                pack_file(archive, path, f"{name}/{path.name}")
            for file in list_tree(path) if path.is_dir() else ():
                pack_file(archive, file, f"{name}/{file.relative_to(path).as_posix()}")


def _store_file(services: RunServices, path: Path, name: str) -> str:
    """The dataset that holds a file; a new version only if the file is another than before."""
    stored = store_zip_file(services, path)
    with (
        services.quotas.reserve(get_default_workspace(), stored.file_bytes).hold(),
        services.database.session() as session,
    ):
        row = session.exec(
            select(DatasetRow).where(DatasetRow.name == name, col(DatasetRow.deleted_at).is_(None))
        ).first()
        if row is None:
            row = DatasetRow(name=name)
            session.add(row)
            session.flush()
        if dataset_store.find_dataset_artifact(session, row.id, None) != stored.artifact:
            _add_version(session, row, stored, path.name)
        return row.id


def _add_version(session: Session, row: DatasetRow, stored: IngestedTable, file_name: str) -> None:
    stored.save_artifact(session)
    dataset_store.add_dataset_version(
        session, row.id, stored.artifact, file_name=file_name, file_bytes=stored.file_bytes, notices=[]
    )


def _find_dataset(session: Session, reference: str) -> tuple[str, int | None]:
    """A dataset by its id or name, with or without a version behind a colon."""
    name, colon, number = reference.rpartition(":")
    wanted, version = (name, int(number)) if colon and number.isdecimal() else (reference, None)
    row = (
        session.get(DatasetRow, wanted)
        or session.exec(
            select(DatasetRow).where(DatasetRow.name == wanted, col(DatasetRow.deleted_at).is_(None))
        ).first()
    )
    if row is None:
        raise JobRefused(f"There is no dataset '{wanted}'. Add it: designery dataset add FILE --name '{wanted}'")
    if version is not None and session.get(DatasetVersionRow, (row.id, version)) is None:
        raise JobRefused(f"The dataset '{wanted}' has no version {version}.")
    return row.id, version


def _write_design(database: Database, job: Job, nodes: dict[str, dict[str, Any]]) -> str:
    with database.read_session() as session:
        query = select(DesignRow).where(
            DesignRow.name == job.name, col(DesignRow.deleted_at).is_(None), col(DesignRow.internal).is_(False)
        )
        known = next((row.id for row in session.exec(query) if COMMAND_NODE in row.document.get("nodes", {})), None)
    if known is None:
        document = parse_design({"name": job.name, "nodes": nodes}).model_dump(mode="json")
        design = design_store.build_design_row(document)
        with database.session(design.id) as session:
            session.add(design)
            session.flush()
            return design.id
    edits = [set_value(nodes, "nodes")]
    body = {"client": "command-line", "id": uuid.uuid4().hex, "label": "Job submitted"}
    body_with_edits = {
        **body,
        "edits": [edit.to_json() for edit in edits],
        "person": {"id": "", "name": "Command line"},
    }

    def change(document: dict[str, Any]) -> dict[str, Any]:
        return parse_design(apply_edits(document, edits)).model_dump(mode="json")

    with database.session(known) as session:
        design_store.apply_edit(session, known, change, body_with_edits, None)
    return known


async def _run_design(
    services: RunServices, runner: Runner, stored: _StoredJob, isolation: dict[str, object], on_log: OnText
) -> SubmittedJob:
    analyzer = DesignAnalyzer(catalog(), services.store)
    with services.database.session(stored.design_id, RESULTS_SCOPE) as session:
        row = design_store.get_design(session, stored.design_id, lock=True)
        run, problems = create_run(
            session,
            analyzer,
            row,
            targets=[COMMAND_NODE],
            idempotency_key=None,
            isolation=isolation,
            options=RerunOptions(row.document, compute_target=stored.target),
        )
        run_id, name = run.id, row.name
    if stored.snapshot.git is not None:
        _keep_git_state(services.store, run_id, stored.snapshot)
    for problem in problems:
        on_log(f"{problem.message}\n")

    def on_event(kind: str, body: dict[str, Any]) -> None:
        if kind == "log" and body["node"] == COMMAND_NODE:
            on_log("".join(f"{line['text']}\n" for line in body["lines"]))

    await runner.submit(run_id, on_event)
    with services.database.read_session() as session:
        finished = to_run_read(session, run_store.get_run(session, run_id))
    return _to_submitted(name, finished)


def _to_submitted(name: str, run: RunRead) -> SubmittedJob:
    step = next(step for step in run.steps if step.node == COMMAND_NODE)
    message = step.error.message if step.error else step.reason or ""
    return SubmittedJob(name, run.number, run.state, step.state == "reused", message)


def _keep_git_state(store: ArtifactStore, run_id: str, snapshot: Snapshot) -> None:
    """The commit, the branch and the difference to it, beside the logs of the run."""
    assert snapshot.git is not None
    folder = store.folder / "logs" / run_id
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{COMMAND_NODE}.git.json").write_text(json.dumps(asdict(snapshot.git)), encoding="utf-8")
