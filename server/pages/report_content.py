"""What a report says of one run, as values: its state in sentences, data, models, tables and steps."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlmodel import Session, col, select

from modules.kit import Module
from server.graph.document import Design
from server.pages import charts
from server.pages.graph_picture import STATE_ICONS, STATE_WORDS
from server.pages.wording import (
    TYPE_GLYPHS,
    counted,
    duration,
    extreme,
    in_words,
    number,
    percent,
    short,
    table_size,
)
from server.runs.told import GOOD, Run, Step
from server.storage.artifacts import ArtifactStore
from server.storage.tables import DatasetRow, DatasetVersionRow

MOST_BARS = 12
MOST_CLASSES = 4
MOST_COLUMNS = 80


@dataclass(frozen=True)
class Source:
    """A dataset that went in."""

    name: str
    file_name: str
    version: int
    size: str
    attribution: str | None


@dataclass(frozen=True)
class Bars:
    """The largest weights or importances of a model, and what is left out."""

    title: str
    note: str
    drawing: Markup


@dataclass(frozen=True)
class Trained:
    """A trained model."""

    title: str
    learner: str
    told: str
    parameters: tuple[tuple[str, str], ...]
    bars: tuple[Bars, ...]


@dataclass(frozen=True)
class TableColumn:
    """A column of a table that came out."""

    name: str
    glyph: str
    type: str
    role: str
    missing: str
    distinct: str
    range: str
    mean: str
    drawing: Markup


@dataclass(frozen=True)
class Table:
    """A dataset that no other node takes."""

    title: str
    size: str
    told: str
    columns: tuple[TableColumn, ...]


@dataclass(frozen=True)
class StepLine:
    """A row of the table of steps."""

    title: str
    module: str
    state: str
    word: str
    icon: str
    note: str
    started: str
    took: str
    sizes: str
    drawing: Markup | None


def outputs_of(run: Run, kind: str) -> Iterator[tuple[Step, str, Any]]:
    """(step, port, output) of this port type, in the order of the steps."""
    for step in run.steps:
        for port, output in step.outputs.items():
            if output.type == kind:
                yield step, port, output


def outcome(run: Run) -> list[str]:
    """How the run went, and what is missing because of it, in sentences."""
    good = sum(step.state in GOOD for step in run.steps)
    whole = counted(len(run.steps), "step")
    if run.state == "succeeded":
        return []
    if run.state in ("queued", "running"):
        begun = "has not begun" if run.state == "queued" else "is still going"
        return [f"This run {begun}: {good} of {whole} are done. Load the page again for the rest."]
    sentences = [f"{good} of {whole} succeeded; what follows is what they gave."]
    for state, word in (("failed", "failed"), ("skipped", "did not run"), ("cancelled", "was cancelled")):
        names = [step.title for step in run.steps if step.state == state]
        plural = word.replace("was", "were") if len(names) > 1 else word
        sentences += [f"{in_words(names, 6)} {plural}."] if names else []
    missing = [step.title for step in run.steps if step.module == "evaluate_model" and step.state not in GOOD]
    if missing:
        sentences.append(f"Nothing was measured by {in_words(missing, 4)}.")
    return sentences


def unseen(run: Run, store: ArtifactStore) -> list[str]:
    """A sentence where results are there whose pictures are still being made."""
    told = ("evaluation", "trained_model")
    titles = [
        step.title for kind in told for step, _, output in outputs_of(run, kind) if store.view(output.artifact) is None
    ]
    return [f"What {in_words(titles, 6)} gave is still being drawn. Load the page again to see it."] if titles else []


def sources(session: Session, run: Run, catalog: Mapping[str, Module], design: Design) -> list[Source]:
    """The stored datasets that the run read, in the version that it read."""
    found = []
    for step, _, output in outputs_of(run, "dataset"):
        if step.module not in catalog or not catalog[step.module].source:
            continue
        reference = str(design.nodes[step.node].parameters.get("dataset"))
        query = select(DatasetVersionRow).where(
            DatasetVersionRow.dataset_id == reference, DatasetVersionRow.artifact == output.artifact
        )
        version = session.exec(query.order_by(col(DatasetVersionRow.version).desc())).first()
        dataset = session.get(DatasetRow, reference)
        if version is not None and dataset is not None:
            size = table_size(output.rows or 0, output.columns or 0)
            found.append(Source(dataset.name, version.file_name, version.version, size, dataset.attribution))
    return found


def trained_models(run: Run, store: ArtifactStore) -> list[Trained]:
    """The models that the run trained."""
    found = []
    for step, _, output in outputs_of(run, "trained_model"):
        view = store.view(output.artifact)
        if view is not None:
            found.append(_trained(step.title, view))
    return found


def _trained(title: str, view: Mapping[str, Any]) -> Trained:
    rows = f" on {counted(view['rows'], 'row')}" if view["rows"] is not None else ""
    label = f" to predict {view['label']}" if view["label"] else ""
    told = f"Trained{rows} and {counted(len(view['features']), 'column')}{label}."
    parameters = tuple((entry["name"], _plain(entry["value"])) for entry in view["parameters"])
    return Trained(title, view["learner"], told, parameters, tuple(_bars(view)))


def _plain(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "not set"}[value]
    return short(value) if isinstance(value, float) else str(value)


def _bars(view: Mapping[str, Any]) -> Iterator[Bars]:
    details = view.get("details") or {}
    if details.get("kind") == "clusters" and details["clusters"]:
        sizes = [(f"Cluster {entry['cluster']}", float(entry["rows"])) for entry in details["clusters"]]
        noise = f"{number(details['noise'])} rows belong to none." if details["noise"] else ""
        yield _drawn("Sizes of the clusters", noise, sizes, number)
    if details.get("kind") == "anomalies":
        told = f"{number(details['anomalies'])} of {number(details['rows'])} rows are above the threshold."
        yield Bars("Anomaly scores", told, Markup(""))
    if view["importances"]:
        values = [(entry["feature"], entry["importance"]) for entry in view["importances"]]
        note = "Share of the improvement that each feature brought in training."
        yield _drawn("Feature importances", note, values, percent)
    models = view["coefficients"] or []
    for model in models[:MOST_CLASSES]:
        values = [(entry["feature"], entry["weight"]) for entry in model["weights"]]
        for_class = f" for {model['class']}" if model["class"] is not None else ""
        yield _drawn(f"Coefficients{for_class}", f"Intercept {short(model['intercept'])}.", values, short)
    if len(models) > MOST_CLASSES:
        yield Bars("More classes", f"Of {len(models)} classes the first {MOST_CLASSES} are drawn.", Markup(""))


def _drawn(title: str, note: str, values: Sequence[tuple[str, float]], write: Callable[[float], str]) -> Bars:
    shown = values[:MOST_BARS]
    rest = f" The {len(shown)} largest of {number(len(values))}." if len(values) > len(shown) else ""
    label = f"{title}: {in_words([name for name, _ in shown], 4)}."
    return Bars(title, note + rest, charts.weight_chart(shown, label, write))


def final_tables(run: Run, design: Design, catalog: Mapping[str, Module], store: ArtifactStore) -> list[Table]:
    """The datasets that no other node takes."""
    taken = {edge.reference for node in design.nodes.values() for edge in node.edges()}
    found = []
    for step, port, output in outputs_of(run, "dataset"):
        if f"{step.node}.{port}" in taken:
            continue
        view = store.view(output.artifact)
        # Scripts have two outputs, and most fill one.
        if view is not None and view["columns"]:
            found.append(_table(_port_title(step, port, catalog), view))
    return found


def _port_title(step: Step, port: str, catalog: Mapping[str, Module]) -> str:
    module = catalog.get(step.module)
    declared = module.output(port) if module else None
    several = module is not None and sum(one.type == "dataset" for one in module.outputs) > 1
    return f"{step.title}, {declared.title.lower()}" if declared and several else step.title


def _table(title: str, view: Mapping[str, Any]) -> Table:
    rows, columns = view["rows"], view["columns"]
    cells = sum(column["missing"] for column in columns)
    told = "none missing" if cells == 0 else f"{counted(cells, 'cell')} missing"
    if len(columns) > MOST_COLUMNS:
        told += f"; the first {MOST_COLUMNS} columns are listed"
    shown = tuple(_column(column, rows) for column in columns[:MOST_COLUMNS])
    return Table(title, table_size(rows, len(columns)), told, shown)


def _column(column: Mapping[str, Any], rows: int) -> TableColumn:
    missing = column["missing"]
    return TableColumn(
        name=column["name"],
        glyph=TYPE_GLYPHS.get(column["type"], TYPE_GLYPHS["other"]),
        type=column["type"],
        role=column["role"] if column["role"] != "feature" else "",
        missing=f"{number(missing)} ({percent(missing / rows)})" if missing and rows else "0",
        distinct=number(column["distinct"]) if column["distinct"] is not None else "many",
        range=_range(column, rows),
        mean=short(column["mean"]) if column["mean"] is not None and column["type"] != "boolean" else "",
        drawing=charts.column_picture(column, rows),
    )


def _range(column: Mapping[str, Any], rows: int) -> str:
    """ "5,118 to 45,400", or the commonest value with its share."""
    if column["type"] in ("integer", "real", "datetime"):
        low, high = (extreme(column[end], column["type"]) for end in ("min", "max"))
        return f"{low} to {high}" if low and low != high else low
    top = column["top"] or []
    present = max(1, rows - column["missing"])
    return f"{extreme(top[0]['value'], 'text')} {percent(top[0]['count'] / present, 0)}" if top else ""


def step_lines(run: Run, catalog: Mapping[str, Module]) -> list[StepLine]:
    """The steps in the order of the plan, with when they ran."""
    whole = _elapsed(run.started_at, run.finished_at or _last(run)) or 0.0
    return [_line(step, run, catalog, whole) for step in run.steps]


def _line(step: Step, run: Run, catalog: Mapping[str, Module], whole: float) -> StepLine:
    module = catalog[step.module].title if step.module in catalog else step.module
    begun = _elapsed(run.started_at, step.started_at)
    seconds = step.seconds if step.state != "reused" else None
    tables = [output for output in step.outputs.values() if output.rows is not None]
    drawn = begun is not None and seconds is not None
    return StepLine(
        title=step.title,
        module=module if module != step.title else "",
        state=step.state,
        word=STATE_WORDS[step.state],
        icon=STATE_ICONS[step.state],
        note=_note(step),
        started=f"+{duration(begun)}" if begun is not None else "",
        took=duration(seconds) if seconds is not None else "",
        sizes=in_words([table_size(table.rows or 0, table.columns or 0) for table in tables]),
        drawing=charts.timeline(begun or 0, seconds or 0, whole, step.state) if drawn else None,
    )


def _note(step: Step) -> str:
    if step.state == "reused" and step.reused_from is not None:
        return f"from run {step.reused_from}"
    if step.error is not None and step.error.line is not None:
        return f"line {step.error.line}"
    return step.reason or ""


def _elapsed(start: datetime | None, end: datetime | None) -> float | None:
    return max(0.0, (end - start).total_seconds()) if start and end else None


def _last(run: Run) -> datetime | None:
    return max((step.finished_at for step in run.steps if step.finished_at), default=None)
