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
from modules.kit.strict_json import NotJson, parse_json
from server.engine import made_engine
from server.graph.document import Design, read, title_of
from server.graph.edits import apply, put
from server.graph.own import with_own
from server.graph.problems import Problem
from server.runs.engine import Engine
from server.runs.journal import metrics_of
from server.runs.lines import SandboxFailed
from server.runs.reading import Refused, read_file
from server.runs.runner import Runner
from server.runs.starting import Again, Analyst, NothingToRun, start
from server.runs.told import DONE, GOOD, Isolation, Run, told_run
from server.samples.data import SampleShelf
from server.setting_values import WrongSettings
from server.settings import Settings, load_settings
from server.storage import datasets, designs, runs, tabular
from server.storage.artifacts import ArtifactStore
from server.storage.database import Database, Unusable
from server.storage.disk import DiskFull
from server.storage.occupied import Occupied, working_on
from server.storage.tables import DatasetRow

#: A file may come from anywhere.
WITHHELD = "It uses secrets. Say --secrets to give them to this design."
#: A file, and the Dataset nodes that take their data from it.
Binding = tuple[Path, list[str]]


class Mistake(Exception):
    """What the user asked for cannot be done; the message says why."""


async def run_design(
    file: Path, out: Path, bindings: Sequence[str], changes: Sequence[str], targets: Sequence[str], *, secrets: bool
) -> bool:
    """Run a design file and write its results; returns whether all steps succeeded. Raises Mistake.

    Its scripts get the `secrets` that they ask for, if so.
    """
    design = _changed(_opened(file), changes)
    unknown = [target for target in targets if target not in design.nodes]
    if unknown:
        raise Mistake(f"The design has no node '{unknown[0]}'. It has {_listed(design.nodes)}.")
    files = list(_files(design, bindings))
    try:
        settings = load_settings()
        with working_on(settings.folder):
            database = Database(settings.database)
            database.migrate()
            told, problems = await _worked(settings, database, design, files, targets, "" if secrets else WITHHELD)
    except (Unusable, Occupied, WrongSettings, NothingToRun, DiskFull) as error:
        raise Mistake(str(error)) from None
    except SandboxFailed as error:
        raise Mistake(error.sentence) from None
    write_results(out, told, design, ArtifactStore(settings.folder / "store"))
    _report(told, problems, design, out)
    return told.state == "succeeded"


async def _worked(
    settings: Settings,
    database: Database,
    design: Design,
    files: Sequence[Binding],
    targets: Sequence[str],
    withheld: str,
) -> tuple[Run, list[Problem]]:
    """The run at its end, and the problems because of which nodes took no part in it."""
    store = ArtifactStore(settings.folder / "store")
    # A design whose steps are all known from before needs no process for them.
    engine, isolation = await made_engine(settings, database, store, warm=False)
    gc.freeze()
    gc.enable()
    runner = Runner(engine)
    await runner.open(adopt=False)
    try:
        engine.disk.refuse_runs()
        design = await _bound(engine, design, files)
        await SampleShelf(engine).ensure(str(node.parameters.get("dataset")) for node in design.nodes.values())
        told, problems = await _run(engine, runner, design, targets, isolation, withheld)
        await asyncio.to_thread(_have_validated, store, told)
        return told, problems
    finally:
        await runner.close()
        await engine.pool.close()
        database.close()


def _have_validated(store: ArtifactStore, run: Run) -> None:
    """Tables that an earlier version stored, and that were reused, are validated while there are sandboxes."""
    for step in run.steps:
        for output in step.outputs.values():
            if output.type == "dataset":
                store.readable(output.artifact, output.type)


def opened(file: Path) -> Design:
    """The design in a file. Raises Mistake where it is none."""
    return read(_opened(file))


def _opened(file: Path) -> dict[str, Any]:
    try:
        document: dict[str, Any] = parse_json(file.read_text(encoding="utf-8"))
        read(document)
    except UnicodeDecodeError:
        raise Mistake(f"{file} is not a text file.") from None
    except NotJson as error:
        raise Mistake(f"{file} is not JSON: {error}.") from None
    except ValidationError as error:
        first = error.errors()[0]
        raise Mistake(f"{file} is not a design: {'.'.join(map(str, first['loc']))}: {first['msg']}.") from None
    return document


def _changed(document: dict[str, Any], changes: Sequence[str]) -> Design:
    """The design with `node.parameter=value` applied; values are JSON, or text where they are no JSON."""
    edits = []
    for change in changes:
        path, equals, text = change.partition("=")
        node, dot, parameter = path.partition(".")
        if not (equals and dot):
            raise Mistake(f"--set takes NODE.PARAMETER=VALUE. Got '{change}'.")
        if node not in document["nodes"]:
            raise Mistake(f"The design has no node '{node}'. It has {_listed(document['nodes'])}.")
        value: Any = text
        with suppress(NotJson):
            value = parse_json(text)
        edits.append(put(value, "nodes", node, "parameters", parameter))
    return read(apply({**document, "nodes": _with_parameters(document["nodes"])}, edits))


def _with_parameters(nodes: dict[str, Any]) -> dict[str, Any]:
    return {name: {"parameters": {}, **node} for name, node in nodes.items()}


def _files(design: Design, bindings: Sequence[str]) -> Iterator[Binding]:
    """The file of each `name=file`, and the Dataset nodes that take their data from it."""
    sources = {name: node for name, node in design.nodes.items() if node.module == "dataset"}
    for binding in bindings:
        name, equals, path = binding.partition("=")
        file = Path(path)
        if not equals:
            raise Mistake(f"--dataset takes NAME=FILE. Got '{binding}'.")
        if not file.is_file():
            raise Mistake(f"There is no file {file}.")
        matching = [
            node for node, held in sources.items() if name.casefold() in _names(node, held.title, held.parameters)
        ]
        if not matching:
            raise Mistake(f"No Dataset node is called '{name}'. The design has {_listed(sources)}.")
        yield file, matching


async def _bound(engine: Engine, design: Design, files: Sequence[Binding]) -> Design:
    """The design with the data of its Dataset nodes taken from files."""
    for file, nodes in files:
        try:
            table = await read_file(engine, file, file.name)
        except Refused as refusal:
            raise Mistake(f"{file}: {refusal}") from None
        dataset_id = f"file:{table.artifact[:24]}"
        with engine.database.session() as session:
            _remember(session, dataset_id, file.name)
            table.register(session)
            if datasets.artifact_of(session, dataset_id, None) is None:
                datasets.add_version(
                    session,
                    dataset_id,
                    table.artifact,
                    file_name=file.name,
                    file_bytes=table.file_bytes,
                    notices=table.notices,
                )
        for node in nodes:
            design.nodes[node].parameters = {"dataset": dataset_id}
    return design


def _remember(session: Session, dataset_id: str, name: str) -> None:
    if session.get(DatasetRow, dataset_id) is None:
        session.add(DatasetRow(id=dataset_id, name=name, source=datasets.COMMAND_LINE))
        session.flush()


def _names(node: str, title: str | None, parameters: dict[str, Any]) -> set[str]:
    """What a Dataset node may be called on the command line."""
    reference = str(parameters.get("dataset", ""))
    return {text.casefold() for text in (node, title or node, reference, reference.removeprefix("sample:")) if text}


async def _run(
    engine: Engine, runner: Runner, design: Design, targets: Sequence[str], isolation: Isolation, withheld: str
) -> tuple[Run, list[Problem]]:
    with engine.database.session() as session:
        row = designs.create(session, design.model_dump(mode="json"), hidden=True)
        analyst = Analyst(catalog(), engine.store)
        again = Again(row.document, withheld=withheld)
        run, problems = start(
            session, analyst, row, targets=targets, key=None, isolation=isolation.model_dump(), again=again
        )
        length = len(runs.steps(session, run.id))
    with click.progressbar(length=length, label="Running", show_pos=True) as bar:

        def hear(kind: str, body: dict[str, Any]) -> None:
            if kind == "step" and body["step"]["state"] in DONE and body["step"]["node"] not in heard:
                heard.add(body["step"]["node"])
                bar.update(1)

        heard: set[str] = set()
        await runner.submit(run.id, hear)
    with engine.database.reading() as session:
        return told_run(session, runs.get(session, run.id)), problems


def write_results(out: Path, run: Run, design: Design, store: ArtifactStore) -> None:
    """`run.json`, `metrics.json`, and a CSV for each dataset that no other node takes."""
    out.mkdir(parents=True, exist_ok=True)
    _write_json(out / "run.json", run.model_dump(mode="json"))
    _write_json(out / "metrics.json", dict(_metrics(run, store)))
    consumed = {edge.reference for node in design.nodes.values() for edge in node.edges()}
    for step in run.steps:
        for port, output in step.outputs.items():
            # A script that returns one table leaves its second output without columns.
            if output.type == "dataset" and output.columns and f"{step.node}.{port}" not in consumed:
                table = tabular.plain(tabular.table_of(store.readable(output.artifact, output.type)))
                pa.csv.write_csv(table, out / f"{step.node}.{port}.csv", pa.csv.WriteOptions(quoting_style="needed"))


def _metrics(run: Run, store: ArtifactStore) -> Iterator[tuple[str, Any]]:
    """{node: {metric: value}} for one model; a list of rows, each with its model, for several."""
    for step in run.steps:
        for output in step.outputs.values():
            rows = metrics_of(store.view(output.artifact) or {}) if output.type == "evaluation" else None
            if rows and len(rows) == 1:
                yield step.node, {name: value for name, value in rows[0].items() if name != "model"}
            elif rows:
                yield step.node, rows


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _report(run: Run, problems: Iterable[Problem], design: Design, out: Path) -> None:
    """What a person wants to know at the end, as sentences."""
    titles = {name: module.title for name, module in with_own(design, catalog()).items()}
    for problem in problems:
        where = title_of(design.nodes[problem.node], titles) if problem.node in design.nodes else "The design"
        click.echo(f"{where} ({problem.node}): {problem.message}", err=True)
    for step in run.steps:
        if step.error is not None:
            number = f"Error {step.error.number:04}, {step.error.title}: " if step.error.number else ""
            line = f" Line {step.error.line}." if step.error.line else ""
            click.echo(f"{step.title} ({step.node}) failed: {number}{step.error.message}{line}", err=True)
    good = sum(step.state in GOOD for step in run.steps)
    reused = sum(step.state == "reused" for step in run.steps)
    again = f", {reused} of them reused" if reused else ""
    click.echo(f"{good} of {len(run.steps)} steps succeeded{again}. Results are in {out}.")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names) or "none"
