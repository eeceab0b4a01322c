"""A design run from the command line: the same engine and the same cache, without a browser or a server."""

import asyncio
import gc
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
import pyarrow as pa
import pyarrow.csv
from pydantic import ValidationError
from sqlmodel import Session

from modules.kit import catalog
from modules.kit.metrics import find_best_model, find_headline, get_metric_value
from modules.kit.module_roles import get_module
from modules.kit.strict_json import InvalidJson, parse_json
from server.design_analyzer import DesignAnalyzer
from server.formatting import format_metric
from server.graph.custom_modules import add_custom_modules
from server.graph.document import Design, get_node_title, parse_design
from server.graph.edits import apply_edits, set_value
from server.graph.planning.run_plan import get_library_versions, hash_json, hash_module_source
from server.graph.upgrades import upgrade_document
from server.graph.validation.validation_rules import Problem
from server.run_services_factory import IsolationSearch, build_cold_run_services
from server.runs.run_schemas import ModelMetrics, RunRead, to_model_metrics, to_run_read
from server.runs.run_services import RunServices
from server.runs.sandbox.zygote_channel import SandboxFailed
from server.runs.scheduling.internal_runs import start_internal_run
from server.runs.scheduling.run_creation import NothingToRun, RerunOptions
from server.runs.scheduling.run_state_writer import extract_metrics
from server.runs.scheduling.runner import Runner
from server.runs.scheduling.step_cache import are_intact
from server.runs.table_ingest import UnreadableFile, ingest_table
from server.samples.sample_data import SampleImporter
from server.setting_values import InvalidSettings
from server.settings import Settings, load_settings
from server.storage.database import Database, DatabaseUnusable
from server.storage.files.artifact_store import ArtifactStore, compute_content_hash
from server.storage.files.data_folder_lock import AlreadyInUse, shared_folder_lock
from server.storage.files.disk_space import DiskFull
from server.storage.orm.core_tables import DatasetRow
from server.storage.stores import dataset_store, design_store, run_store
from server.storage.stores.run_store import SUCCESSFUL_STATES, TERMINAL_STATES
from server.storage.table_data import arrow_io
from server.storage.transactions.write_scopes import RESULTS_SCOPE

#: A file may come from anywhere.
SECRETS_WITHHELD = "It uses secrets. Say --secrets to give them to this design."
#: A file, and the Dataset nodes that take their data from it.
FileBinding = tuple[Path, list[str]]
#: A run at its end, and the problems because of which nodes took no part in it.
FinishedRun = tuple[RunRead, list[Problem]]


class RunCommandError(Exception):
    """What the user asked for cannot be done; the message says why."""


async def run_design(
    file: Path, out: Path, bindings: Sequence[str], changes: Sequence[str], targets: Sequence[str], *, secrets: bool
) -> bool:
    """Run a design file and write its results; returns whether all steps succeeded. Raises RunCommandError.

    Its scripts get the `secrets` that they ask for, if so.
    """
    design = _apply_changes(_load_document(file), changes)
    unknown = [target for target in targets if target not in design.nodes]
    if unknown:
        raise RunCommandError(f"The design has no node '{unknown[0]}'. It has {_format_names(design.nodes)}.")
    [(finished_run, problems)], store = await run_designs([design], bindings, targets, secrets=secrets)
    write_results(out, finished_run, design, store)
    _print_report(finished_run, problems, design, out)
    titles = {step.node: step.title for step in finished_run.steps}
    for node, models in list_evaluations(finished_run, store):
        click.echo(describe_evaluation(titles[node], models))
    return finished_run.state == "succeeded"


async def run_designs(
    designs: Sequence[Design], bindings: Sequence[str], targets: Sequence[str], *, secrets: bool
) -> tuple[list[FinishedRun], ArtifactStore]:
    """Run designs with the same nodes one after another, and tell where their results are. Raises RunCommandError."""
    files = list(_match_files(designs[0], bindings))
    try:
        settings = load_settings()
        with shared_folder_lock(settings.folder):
            database = Database(settings.database)
            database.migrate()
            withheld = "" if secrets else SECRETS_WITHHELD
            finished = await _run_with_services(settings, database, designs, files, targets, withheld)
    except (DatabaseUnusable, AlreadyInUse, InvalidSettings, NothingToRun, DiskFull) as error:
        raise RunCommandError(str(error)) from None
    except SandboxFailed as error:
        raise RunCommandError(error.sentence) from None
    return finished, ArtifactStore(settings.folder / "store")


async def _run_with_services(
    settings: Settings,
    database: Database,
    designs: Sequence[Design],
    files: Sequence[FileBinding],
    targets: Sequence[str],
    withheld: str,
) -> list[FinishedRun]:
    """Each run at its end, and the problems because of which nodes took no part in it."""
    store = ArtifactStore(settings.folder / "store")
    # A design whose steps are all known from before needs no process for them.
    services, isolation = await build_cold_run_services(settings, database, store)
    gc.freeze()
    gc.enable()
    runner = Runner(services)
    await runner.open(adopt=False)
    try:
        services.disk.require_room_for_run()
        bound = await _bind_files(services, designs, files)
        await SampleImporter(services).import_samples(
            str(node.parameters.get("dataset")) for node in bound[0].nodes.values()
        )
        finished = [await _run_hidden(services, runner, one, targets, isolation, withheld) for one in bound]
        for run, _ in finished:
            await asyncio.to_thread(_validate_reused_tables, store, run)
        return finished
    finally:
        await runner.close()
        await services.pool.close()
        database.close()


def _validate_reused_tables(store: ArtifactStore, run: RunRead) -> None:
    """Tables that an earlier version stored, and that were reused, are validated while there are sandboxes."""
    for step in run.steps:
        for output in step.outputs.values():
            if output.type == "dataset":
                store.get_readable_path(output.artifact, output.type)


def load_design(file: Path) -> Design:
    """The design in a file. Raises RunCommandError where it is none."""
    return parse_design(_load_document(file))


def _load_document(file: Path) -> dict[str, Any]:
    try:
        document: dict[str, Any] = parse_json(file.read_text(encoding="utf-8"))
        if isinstance(document, dict):
            document = upgrade_document(document, catalog())
        parse_design(document)
    except UnicodeDecodeError:
        raise RunCommandError(f"{file} is not a text file.") from None
    except InvalidJson as error:
        raise RunCommandError(f"{file} is not JSON: {error}.") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise RunCommandError(f"{file} is not a design: {'.'.join(map(str, first['loc']))}: {first['msg']}.") from None
    return document


def _apply_changes(document: dict[str, Any], changes: Sequence[str]) -> Design:
    """The design with `node.parameter=value` applied; values are JSON, or text where they are no JSON."""
    edits = []
    for change in changes:
        path, equals, text = change.partition("=")
        node, dot, parameter = path.partition(".")
        if not (equals and dot):
            raise RunCommandError(f"--set takes NODE.PARAMETER=VALUE. Got '{change}'.")
        if node not in document["nodes"]:
            raise RunCommandError(f"The design has no node '{node}'. It has {_format_names(document['nodes'])}.")
        value: object = text
        with suppress(InvalidJson):
            value = parse_json(text)
        edits.append(set_value(value, "nodes", node, "parameters", parameter))
    return parse_design(apply_edits({**document, "nodes": _fill_parameters(document["nodes"])}, edits))


def _fill_parameters(nodes: dict[str, Any]) -> dict[str, Any]:
    return {name: {"parameters": {}, **node} for name, node in nodes.items()}


def _match_files(design: Design, bindings: Sequence[str]) -> Iterator[FileBinding]:
    """The file of each `name=file`, and the Dataset nodes that take their data from it."""
    sources = {name: node for name, node in design.nodes.items() if node.module == "dataset"}
    for binding in bindings:
        name, equals, path = binding.partition("=")
        file = Path(path)
        if not equals:
            raise RunCommandError(f"--dataset takes NAME=FILE. Got '{binding}'.")
        if not file.is_file():
            raise RunCommandError(f"File {file} does not exist.")
        matching = [
            node
            for node, source in sources.items()
            if name.casefold() in _collect_node_names(node, source.title, source.parameters)
        ]
        if not matching:
            raise RunCommandError(f"No Dataset node is called '{name}'. The design has {_format_names(sources)}.")
        yield file, matching


async def _bind_files(
    services: RunServices, designs: Sequence[Design], files: Sequence[FileBinding]
) -> Sequence[Design]:
    """The designs with the data of their Dataset nodes taken from files."""
    for file, nodes in files:
        dataset_id = await store_file_as_dataset(services, file)
        for design in designs:
            for node in nodes:
                design.nodes[node].parameters = {"dataset": dataset_id}
    return designs


async def store_file_as_dataset(services: RunServices, file: Path) -> str:
    """The id of the dataset that a file is, which no list shows; the same file is the same dataset, and read once."""
    dataset_id = await asyncio.to_thread(_identify_file, file)
    if await asyncio.to_thread(_is_dataset_stored, services, dataset_id):
        return dataset_id
    try:
        table = await ingest_table(services, file, file.name)
    except UnreadableFile as refusal:
        raise RunCommandError(f"{file}: {refusal}") from None
    with services.database.session() as session:
        _ensure_dataset(session, dataset_id, file.name)
        table.save_artifact(session)
        if dataset_store.find_dataset_artifact(session, dataset_id, None) is None:
            dataset_store.add_dataset_version(
                session,
                dataset_id,
                table.artifact,
                file_name=file.name,
                file_bytes=table.file_bytes,
                notices=table.notices,
            )
    return dataset_id


def _identify_file(file: Path) -> str:
    """The id of the dataset that a file becomes: by its content, its kind, and the code that reads it."""
    reader = hash_module_source(get_module(catalog(), "table_reader").name)
    key = hash_json(compute_content_hash(file), "".join(file.suffixes).lower(), reader, get_library_versions())
    return f"file:{key[:24]}"


def _is_dataset_stored(services: RunServices, dataset_id: str) -> bool:
    """Whether a file was read before, and what it was read as is whole."""
    with services.database.read_session() as session:
        artifact = dataset_store.find_dataset_artifact(session, dataset_id, None)
    return artifact is not None and are_intact(services.store, {"dataset": artifact})


def _ensure_dataset(session: Session, dataset_id: str, name: str) -> None:
    if session.get(DatasetRow, dataset_id) is None:
        session.add(DatasetRow(id=dataset_id, name=name, source=dataset_store.COMMAND_LINE_SOURCE))
        session.flush()


def _collect_node_names(node: str, title: str | None, parameters: dict[str, Any]) -> set[str]:
    """What a Dataset node may be called on the command line."""
    reference = str(parameters.get("dataset", ""))
    return {text.casefold() for text in (node, title or node, reference, reference.removeprefix("sample:")) if text}


async def _run_hidden(
    services: RunServices,
    runner: Runner,
    design: Design,
    targets: Sequence[str],
    isolation: IsolationSearch,
    withheld: str,
) -> tuple[RunRead, list[Problem]]:
    row = design_store.build_design_row(design.model_dump(mode="json"), internal=True)
    run, problems = start_internal_run(
        services.database,
        DesignAnalyzer(catalog(), services.store),
        row,
        targets=targets,
        isolation=isolation.describe().model_dump(),
        options=RerunOptions(row.document, secrets_withheld_reason=withheld),
    )
    with services.database.read_session() as session:
        length = len(run_store.list_steps(session, run.id))
    with click.progressbar(length=length, label="Running", show_pos=True) as bar:

        def on_event(kind: str, body: dict[str, Any]) -> None:
            if (
                kind == "step"
                and body["step"]["state"] in TERMINAL_STATES
                and body["step"]["node"] not in finished_nodes
            ):
                finished_nodes.add(body["step"]["node"])
                bar.update(1)

        finished_nodes: set[str] = set()
        await runner.submit(run.id, on_event)
    # Which isolation a computed step had is known since it started.
    with services.database.session(run.design_id, RESULTS_SCOPE) as session:
        run_store.get_run(session, run.id).isolation = isolation.describe().model_dump()
    with services.database.read_session() as session:
        return to_run_read(session, run_store.get_run(session, run.id)), problems


def write_results(out: Path, run: RunRead, design: Design, store: ArtifactStore) -> None:
    """`run.json`, `metrics.json`, and a CSV for each dataset that no other node takes."""
    out.mkdir(parents=True, exist_ok=True)
    _write_json(out / "run.json", run.model_dump(mode="json"))
    _write_json(out / "metrics.json", dict(_collect_metrics(run, store)))
    consumed = {edge.reference for node in design.nodes.values() for edge in node.edges()}
    for step in run.steps:
        for port, output in step.outputs.items():
            # A script that returns one table leaves its second output without columns.
            if output.type == "dataset" and output.columns and f"{step.node}.{port}" not in consumed:
                table = arrow_io.to_plain_table(
                    arrow_io.load_table(store.get_readable_path(output.artifact, output.type))
                )
                pa.csv.write_csv(table, out / f"{step.node}.{port}.csv", pa.csv.WriteOptions(quoting_style="needed"))


def _collect_metrics(run: RunRead, store: ArtifactStore) -> Iterator[tuple[str, object]]:
    """{node: {metric: value}} for one model; a list of rows, each with its model, for several."""
    for node, models in list_evaluations(run, store):
        if len(models) == 1:
            yield node, models[0].metrics
        else:
            yield node, [{"model": one.model, **one.metrics} for one in models]


def list_evaluations(run: RunRead, store: ArtifactStore) -> Iterator[tuple[str, list[ModelMetrics]]]:
    """The models of each evaluation with their metrics."""
    for step in run.steps:
        for output in step.outputs.values():
            rows = extract_metrics(store.read_view(output.artifact)) if output.type == "evaluation" else None
            if rows:
                yield step.node, to_model_metrics(rows, run.model_titles.get(step.node, []))


def describe_evaluation(title: str, models: Sequence[ModelMetrics]) -> str:
    """ "Evaluate Model: ROC area 0.926 Boosted (best), 0.905 Logistic." """
    rows = [one.metrics for one in models]
    metric, best = find_headline(rows), find_best_model(rows)
    if metric is None:
        return f"{title}: no metric that tells how well the model does."
    words = [
        f"{format_metric(metric, get_metric_value(one.metrics, metric))} {one.model}{' (best)' if at == best else ''}"
        for at, one in enumerate(models)
    ]
    return f"{title}: {metric.title} {', '.join(words)}."


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _print_report(run: RunRead, problems: Iterable[Problem], design: Design, out: Path) -> None:
    """What a person wants to know at the end, as sentences."""
    titles = {name: module.title for name, module in add_custom_modules(design, catalog()).items()}
    for problem in problems:
        where = get_node_title(design.nodes[problem.node], titles) if problem.node in design.nodes else "The design"
        click.echo(f"{where} ({problem.node}): {problem.message}", err=True)
    for step in run.steps:
        if step.error is not None:
            number = f"Error {step.error.number:04}, {step.error.title}: " if step.error.number else ""
            line = f" Line {step.error.line}." if step.error.line else ""
            click.echo(f"{step.title} ({step.node}) failed: {number}{step.error.message}{line}", err=True)
    succeeded = sum(step.state in SUCCESSFUL_STATES for step in run.steps)
    reused = sum(step.state == "reused" for step in run.steps)
    reused_note = f", {reused} of them reused" if reused else ""
    click.echo(f"{succeeded} of {len(run.steps)} steps succeeded{reused_note}. Results are in {out}.")


def _format_names(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names) or "none"
