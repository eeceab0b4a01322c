"""The report of a run: one HTML file that stands alone, for the screen, for paper and for the file cabinet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from markupsafe import Markup
from sqlmodel import Session

from modules.kit import Module
from modules.kit.views.evaluation_view import EvaluationView
from server.api.core.app_context import AppContext, ContextDep, ReadSessionDep
from server.formatting import format_duration, format_number, format_time, join_items
from server.graph.custom_modules import add_custom_modules
from server.graph.document import Design, parse_design, sort_topologically
from server.graph.planning.run_plan import get_library_versions
from server.report import parameter_tables, report_sections
from server.report.evaluation_sections import EvaluationSection, build_evaluation_section
from server.report.graph_svg import STATE_ICONS, STATE_NAMES, draw_graph
from server.report.parameter_tables import NodeSettings, ScriptListing
from server.report.report_sections import ReportSource, StepTableRow, TableSection, TrainedModelSection
from server.report.svg import build_element
from server.runs.run_schemas import RunRead, StepErrorRead, to_run_read
from server.shell.page_styles import TEMPLATE_FOLDER, load_styles
from server.storage.files.artifact_store import ArtifactStore
from server.storage.orm.core_tables import now
from server.storage.stores import run_store
from server.storage.stores.run_store import SUCCESSFUL_STATES
from server.version import VERSION

#: Stricter than that of other pages: a report has no script, fetches nothing and sends nothing.
REPORT_POLICY = (
    "default-src 'none'; style-src 'nonce-{nonce}'; font-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)

router = APIRouter(include_in_schema=False)
templates = Jinja2Templates(TEMPLATE_FOLDER)


@dataclass(frozen=True)
class FailedStep:
    """A step that failed: what it said, and the script's lines around the place."""

    node: str
    title: str
    error: StepErrorRead
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
    models: tuple[TrainedModelSection, ...]
    sources: tuple[ReportSource, ...]
    tables: tuple[TableSection, ...]
    steps: tuple[StepTableRow, ...]
    settings: tuple[NodeSettings, ...]
    scripts: tuple[ScriptListing, ...]


@router.get("/runs/{run_id}/report", response_class=HTMLResponse)
def show_report(run_id: str, request: Request, session: ReadSessionDep, context: ContextDep) -> HTMLResponse:
    """The printable report of a run."""
    row = run_store.get_run(session, run_id)
    run, design = to_run_read(session, row), parse_design(row.document)
    nonce = request.state.nonce
    parts = {
        "report": build_report(run, design, session, context),
        "run": run,
        "nonce": nonce,
        "styles": load_styles("report.css", standalone=True),
        "icon": build_element("path", d=STATE_ICONS[run.state], class_="icon"),
        "word": STATE_NAMES[run.state],
        "made": format_time(now()),
        "by": f"Designery {VERSION}",
    }
    headers = {"Content-Security-Policy": REPORT_POLICY.format(nonce=nonce)}
    return templates.TemplateResponse(request, "report.html", parts, headers=headers)


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
        outcome=(*report_sections.describe_outcome(run), *report_sections.describe_pending_views(run, store)),
        facts=tuple(_list_facts(run, parameter_tables.list_seeds(design, catalog, order))),
        failures=tuple(_list_failures(run, scripts)),
        graph=draw_graph(design, {step.node: step for step in run.steps}, catalog, subtitles),
        findings=tuple(_build_evaluations(run, store)),
        models=tuple(report_sections.load_trained_models(run, store)),
        sources=tuple(report_sections.load_sources(session, run, catalog, design)),
        tables=tuple(report_sections.load_final_tables(run, design, catalog, store)),
        steps=tuple(report_sections.build_step_rows(run, catalog)),
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


def _list_facts(run: RunRead, seeds: list[str]) -> list[tuple[str, str]]:
    good = sum(step.state in SUCCESSFUL_STATES for step in run.steps)
    reused = sum(step.state == "reused" for step in run.steps)
    again = f", {format_number(reused)} of them reused" if reused else ""
    libraries = [f"{name} {version}" for name, version in get_library_versions().items() if version]
    return [
        ("Design", f"Version {format_number(run.revision)}, run {format_number(run.number)}"),
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
            found.append(build_evaluation_section(step.node, step.title, view.model_dump()))
    return found
