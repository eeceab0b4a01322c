"""The report of a run: one HTML file that stands alone, for the screen, for paper and for the file cabinet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup
from sqlmodel import Session

from modules.kit import Module
from modules.kit.views.evaluation_view import EvaluationView
from server.api.core.app_context import AppContext
from server.formatting import format_duration, format_number, format_time, join_items
from server.graph.custom_modules import add_custom_modules
from server.graph.document import Design, sort_topologically
from server.graph.planning.run_plan import get_library_versions
from server.report import parameter_tables, report_sections
from server.report.data_charts import DataChart, load_data_charts
from server.report.evaluation_sections import EvaluationSection, build_evaluation_section
from server.report.explanation_sections import ExplanationSection, load_explanations
from server.report.graph_svg import draw_graph
from server.report.parameter_tables import NodeSettings, ScriptListing
from server.report.report_sections import ReportSource, StepTableRow, TableSection, TrainedModelSection
from server.runs.run_schemas import RunRead
from server.runs.sandbox.inside.sandbox_messages import StepError
from server.storage.files.artifact_store import ArtifactStore
from server.storage.stores.run_store import SUCCESSFUL_STATES
from server.version import VERSION

#: Stricter than that of other pages: a report has no script, fetches nothing and sends nothing.


@dataclass(frozen=True)
class FailedStep:
    """A step that failed: what it said, and the script's lines around the place."""

    node: str
    title: str
    error: StepError
    lines: tuple[tuple[int, str], ...]
    script: str | None


@dataclass(frozen=True)
class RunReport:
    """All that the page says, in its order."""

    name: str
    description: str
    state: str
    outcome: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    failures: tuple[FailedStep, ...]
    graph: Markup | None
    findings: tuple[EvaluationSection, ...]
    explanations: tuple[ExplanationSection, ...]
    charts: tuple[DataChart, ...]
    models: tuple[TrainedModelSection, ...]
    sources: tuple[ReportSource, ...]
    tables: tuple[TableSection, ...]
    steps: tuple[StepTableRow, ...]
    settings: tuple[NodeSettings, ...]
    scripts: tuple[ScriptListing, ...]


def build_report(run: RunRead, design: Design, session: Session, context: AppContext) -> RunReport:
    """What there is to say of a run, finished or not."""
    catalog, store = add_custom_modules(design, context.catalog), context.store
    order = _list_run_nodes(run, design)
    failed = {step.node: step.error.line for step in run.steps if step.error is not None}
    settings = parameter_tables.list_settings(design, catalog, order)
    subtitles = {
        one.node: parameter_tables.format_settings(one) for one in settings if not _is_source(one.node, design, catalog)
    }
    scripts = tuple(parameter_tables.list_scripts(design, catalog, order, failed))
    return RunReport(
        name=design.name,
        description=design.description,
        state=run.state,
        outcome=(*report_sections.describe_outcome(run, catalog), *report_sections.describe_pending_views(run, store)),
        facts=tuple(_list_facts(run, parameter_tables.list_seeds(design, catalog, order))),
        failures=tuple(_list_failures(run, scripts)),
        graph=draw_graph(design, {step.node: step for step in run.steps}, catalog, subtitles),
        findings=tuple(_build_evaluations(run, store)),
        explanations=tuple(load_explanations(run, store)),
        charts=tuple(load_data_charts(run, store)),
        models=tuple(report_sections.load_trained_models(run, store)),
        sources=tuple(report_sections.load_sources(session, run, catalog, design)),
        tables=tuple(report_sections.load_final_tables(run, design, catalog, store)),
        steps=tuple(report_sections.build_step_rows(run, design, catalog)),
        settings=tuple(settings),
        scripts=scripts,
    )


def _is_source(node: str, design: Design, catalog: Mapping[str, Module]) -> bool:
    module = catalog.get(design.nodes[node].module)
    return module is not None and module.source


def _list_run_nodes(run: RunRead, design: Design) -> list[str]:
    """The nodes of the run in the order of the data, those on a cycle last."""
    took_part = {step.node for step in run.steps}
    return [name for name in dict.fromkeys([*sort_topologically(design), *design.nodes]) if name in took_part]


def _name_revision(revision: int) -> str:
    """As the app calls it: a design that nobody has changed yet has no number."""
    return f"Version {format_number(revision)}" if revision else "First version"


def _list_facts(run: RunRead, seeds: list[str]) -> list[tuple[str, str]]:
    good = sum(step.state in SUCCESSFUL_STATES for step in run.steps)
    reused = sum(step.state == "reused" for step in run.steps)
    again = f", {format_number(reused)} of them reused" if reused else ""
    libraries = [f"{name} {version}" for name, version in get_library_versions().items() if version]
    return [
        ("Design", f"{_name_revision(run.revision)}, run {format_number(run.number)}"),
        ("Started", format_time(run.started_at or run.created_at)),
        ("Took", _describe_duration(run.started_at, run.finished_at)),
        ("Steps", f"{format_number(good)} of {format_number(len(run.steps))} succeeded{again}"),
        ("Isolation", f"{run.isolation.level}: {run.isolation.description}"),
        ("Random seeds", join_items(seeds, 12) if seeds else "Nothing was random"),
        ("Software", join_items([f"Designery {VERSION}", *libraries])),
    ]


def _describe_duration(started: datetime | None, finished: datetime | None) -> str:
    if started is None:
        return "Not started yet"
    return format_duration((finished - started).total_seconds()) if finished else "Not finished yet"


def _list_failures(run: RunRead, scripts: tuple[ScriptListing, ...]) -> list[FailedStep]:
    found = []
    for step in run.steps:
        if step.error is not None and step.state == "failed":
            script = next((one for one in scripts if one.node == step.node), None)
            lines = tuple(parameter_tables.extract_lines(script)) if script else ()
            found.append(FailedStep(step.node, step.title, step.error, lines, script.anchor if script else None))
    return found


def _build_evaluations(run: RunRead, store: ArtifactStore) -> list[EvaluationSection]:
    found = []
    for step, _, output in report_sections.find_outputs(run, "evaluation"):
        view = store.read_view(output.artifact)
        if isinstance(view, EvaluationView):
            found.append(build_evaluation_section(step.node, step.title, view, run.model_titles.get(step.node, ())))
    return found
