"""Pipelines without a browser or a server: what `designery pipeline publish` and `designery pipeline run` do."""

import asyncio
import gc
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import click
from pydantic import JsonValue
from sqlmodel import Session, col, select

from modules.kit import catalog
from modules.kit.strict_json import InvalidJson, parse_json
from server.automation.pipeline_runs import CannotStart, DatasetChoice, PipelineRunRequest, PipelineRunStarter
from server.automation.publishing import CannotPublish, PublishRequest, publish_design
from server.design_analyzer import DesignAnalyzer
from server.graph.document import parse_design
from server.graph.pipelines.pipeline_names import to_command_name
from server.run_command import (
    RunCommandError,
    describe_evaluation,
    list_evaluations,
    load_design,
    store_file_as_dataset,
    write_results,
)
from server.run_services_factory import build_run_services
from server.runs.run_schemas import IsolationRead, RunRead, to_run_read
from server.runs.run_services import RunServices
from server.runs.sandbox.zygote_channel import SandboxFailed
from server.runs.scheduling.runner import Runner
from server.runs.workspace_quotas import OverQuota, TooManyRuns
from server.setting_values import InvalidSettings
from server.settings import load_settings
from server.storage.database import Database, DatabaseUnusable
from server.storage.files.artifact_store import ArtifactStore
from server.storage.files.data_folder_lock import AlreadyInUse, shared_folder_lock
from server.storage.files.disk_space import DiskFull
from server.storage.orm.core_tables import DesignRow, RunRow
from server.storage.orm.pipeline_tables import PipelineRow
from server.storage.stores import dataset_store, design_store, pipeline_store, run_store
from server.storage.stores.run_store import SUCCESSFUL_STATES
from server.storage.transactions.workspace_context import use_workspace

#: What a user has to put right, each with its sentence.
REFUSALS = (
    DatabaseUnusable,
    AlreadyInUse,
    InvalidSettings,
    DiskFull,
    OverQuota,
    TooManyRuns,
    CannotStart,
    RunCommandError,
)


class PipelineCommandError(Exception):
    """What the user asked for cannot be done; the message says why."""


def publish_named_design(session: Session, design: str, request: PublishRequest) -> int:
    """Publish a design by its name, its id or its file, and return the number of the version."""
    analyzer = DesignAnalyzer(catalog(), ArtifactStore(load_settings().folder / "store"))
    try:
        return publish_design(session, analyzer, _find_design(session, design), request).version
    except CannotPublish as refusal:
        raise PipelineCommandError(str(refusal)) from None


def _find_design(session: Session, design: str) -> DesignRow:
    if Path(design).is_file():
        try:
            document = load_design(Path(design)).model_dump(mode="json")
        except RunCommandError as refusal:
            raise PipelineCommandError(str(refusal)) from None
        return design_store.create_design(session, document)
    query = select(DesignRow).where(col(DesignRow.deleted_at).is_(None), col(DesignRow.internal).is_(False))
    found = [row for row in session.exec(query) if design in (row.id, row.name)]
    if len(found) != 1:
        detail = f"There are {len(found)} designs named '{design}'. Give the id." if found else "There is no such file."
        raise PipelineCommandError(detail if found else f"No design is named '{design}'. {detail}")
    return found[0]


@dataclass(frozen=True)
class ServicesInUse:
    """What runs need, while a command uses it."""

    services: RunServices
    runner: Runner
    isolation: IsolationRead


@asynccontextmanager
async def open_services(workspace: str | None) -> AsyncIterator[ServicesInUse]:
    """Run services for one command, also while a server runs. Raises PipelineCommandError."""
    try:
        settings = load_settings()
        with shared_folder_lock(settings.folder), use_workspace(workspace):
            database = Database(settings.database, shared=settings.team)
            database.migrate()
            services, isolation = await build_run_services(
                settings, database, ArtifactStore(settings.folder / "store"), warm=False
            )
            gc.freeze()
            gc.enable()
            runner = Runner(services)
            await runner.open(adopt=False)
            try:
                yield ServicesInUse(services, runner, isolation)
            finally:
                await runner.close()
                await services.pool.close()
                database.close()
    except REFUSALS as refusal:
        raise PipelineCommandError(str(refusal)) from None
    except SandboxFailed as error:
        raise PipelineCommandError(error.sentence) from None


async def run_named_pipeline(
    name: str,
    values: Sequence[str],
    inputs: Sequence[str],
    version: int | None,
    out: Path | None,
    workspace: str | None,
) -> bool:
    """Run a pipeline to its end and say what came of it; whether it succeeded. Raises PipelineCommandError."""
    async with open_services(workspace) as use:
        with use.services.database.read_session() as session:
            row = _find_pipeline(session, name)
        request = PipelineRunRequest(
            row.id,
            "person",
            version=version,
            parameters=dict(_parse_value(one) for one in values),
            inputs=dict([await _choose_data(use.services, one) for one in inputs]),
        )
        finished = await run_pipeline_to_end(use, request)
        print_pipeline_outcome(use.services, finished, out)
        return finished.state == "succeeded"


async def run_pipeline_to_end(use: ServicesInUse, request: PipelineRunRequest) -> RunRead:
    """Start a run, and wait for its end."""
    services = use.services
    analyzer = DesignAnalyzer(services.catalog, services.store, code_blocked_reason=services.code_blocked_reason)
    started: list[RunRow] = []
    starter = PipelineRunStarter(services, analyzer, use.isolation.model_dump(), started.append)
    run = await asyncio.to_thread(starter.start, request)
    click.echo(f"Run {run.number} started.")
    for one in started:
        await use.runner.submit(one.id)
    with services.database.read_session() as session:
        return to_run_read(session, run_store.get_run(session, run.id))


def _find_pipeline(session: Session, name: str) -> PipelineRow:
    rows = pipeline_store.list_pipelines(session)
    found = [row for row in rows if name in (row.id, row.name, to_command_name(row.name))]
    if not found:
        names = ", ".join(to_command_name(row.name) for row in rows) or "none"
        raise PipelineCommandError(f"No pipeline is named '{name}'. There are: {names}.")
    return found[0]


def _parse_value(text: str) -> tuple[str, JsonValue]:
    """The parameter and its value, which is JSON, or text where it is no JSON."""
    name, equals, value = text.partition("=")
    if not equals:
        raise PipelineCommandError(f"--set takes PARAMETER=VALUE. Got '{text}'.")
    parsed: JsonValue = value
    with suppress(InvalidJson):
        parsed = parse_json(value)
    return name, parsed


async def _choose_data(services: RunServices, text: str) -> tuple[str, DatasetChoice]:
    """The input and its data: a file, or a dataset by its name, with `@` before a version."""
    name, equals, data = text.partition("=")
    if not equals:
        raise PipelineCommandError(f"--input takes INPUT=DATA. Got '{text}'.")
    if Path(data).is_file():
        return name, DatasetChoice(await store_file_as_dataset(services, Path(data)))
    with services.database.read_session() as session:
        names = dataset_store.get_dataset_names(session)
    wanted, at, version = data.rpartition("@")
    number = int(version) if at and version.isdecimal() else None
    title = wanted if number is not None else data
    found = [key for key, one in names.items() if title in (key, one)]
    if not found:
        raise PipelineCommandError(f"'{title}' is neither a file nor a dataset.")
    return name, DatasetChoice(found[0], number)


def print_pipeline_outcome(services: RunServices, run: RunRead, out: Path | None) -> None:
    """Say what came of a run, and what was stored."""
    with services.database.read_session() as session:
        document = run_store.get_run(session, run.id).document
        given = pipeline_store.find_pipeline_run(session, run.id)
    titles = {step.node: step.title for step in run.steps}
    for step in run.steps:
        if step.error is not None:
            click.echo(f"{step.title} failed: {step.error.message}", err=True)
    succeeded = sum(step.state in SUCCESSFUL_STATES for step in run.steps)
    click.echo(f"{succeeded} of {len(run.steps)} steps succeeded.")
    for node, models in list_evaluations(run, services.store):
        click.echo(describe_evaluation(titles[node], models))
    for stored in (given.outputs if given else {}).values():
        if stored.get("error"):
            click.echo(f"'{stored['name']}' was not stored. {stored['error']}", err=True)
        else:
            word = "Stored as" if stored["is_new"] else "The result equals"
            click.echo(f"{word} {stored['name']}, version {stored['version']}.")
    if out is not None:
        write_results(out, run, parse_design(document), services.store)
        click.echo(f"Results are in {out}.")
