"""The report of a run: one HTML file that stands alone, for the screen, for paper and for the file cabinet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from markupsafe import Markup
from sqlmodel import Session

from modules.kit import Module
from server.api.context import Context, Reading, Running
from server.graph.document import Design, in_order, read
from server.graph.own import with_own
from server.graph.plan import library_versions
from server.pages import report_content, told_parameters
from server.pages.drawing import element
from server.pages.findings import Finding, finding_of
from server.pages.graph_picture import STATE_ICONS, STATE_WORDS, graph_picture
from server.pages.report_content import Source, StepLine, Table, Trained
from server.pages.styles import TEMPLATES, styles
from server.pages.told_parameters import NodeSettings, Script
from server.pages.wording import duration, in_words, moment, number
from server.runs.told import GOOD, Run, StepError, told_run
from server.storage import runs
from server.storage.artifacts import ArtifactStore
from server.storage.tables import now
from server.version import VERSION

#: Stricter than that of other pages: a report has no script, fetches nothing and sends nothing.
POLICY = (
    "default-src 'none'; style-src 'nonce-{nonce}'; font-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)

router = APIRouter(include_in_schema=False)
templates = Jinja2Templates(TEMPLATES)


@dataclass(frozen=True)
class Failure:
    """A step that failed: what it said, and the script's lines around the place."""

    node: str
    title: str
    error: StepError
    lines: tuple[tuple[int, str], ...]
    script: str | None


@dataclass(frozen=True)
class Report:
    """All that the page says, in its order."""

    name: str
    description: str
    state: str
    outcome: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    failures: tuple[Failure, ...]
    graph: Markup | None
    findings: tuple[Finding, ...]
    models: tuple[Trained, ...]
    sources: tuple[Source, ...]
    tables: tuple[Table, ...]
    steps: tuple[StepLine, ...]
    settings: tuple[NodeSettings, ...]
    scripts: tuple[Script, ...]


@router.get("/runs/{run_id}/report", response_class=HTMLResponse)
def report(run_id: str, request: Request, session: Reading, context: Running) -> HTMLResponse:
    """The printable report of a run."""
    row = runs.get(session, run_id)
    run, design = told_run(session, row), read(row.document)
    nonce = request.state.nonce
    parts = {
        "report": report_of(run, design, session, context),
        "run": run,
        "nonce": nonce,
        "styles": styles("report.css", standalone=True),
        "icon": element("path", d=STATE_ICONS[run.state], class_="icon"),
        "word": STATE_WORDS[run.state],
        "made": moment(now()),
        "by": f"Designery {VERSION}",
    }
    headers = {"Content-Security-Policy": POLICY.format(nonce=nonce)}
    return templates.TemplateResponse(request, "report.html", parts, headers=headers)


def report_of(run: Run, design: Design, session: Session, context: Context) -> Report:
    """What there is to say of a run, finished or not."""
    catalog, store = with_own(design, context.catalog), context.store
    order = _taking_part(run, design)
    failed = {step.node: step.error.line for step in run.steps if step.error is not None}
    settings = told_parameters.settings_of(design, catalog, order)
    subtitles = {
        one.node: told_parameters.in_short(one) for one in settings if not _is_source(one.node, design, catalog)
    }
    scripts = tuple(told_parameters.scripts(design, catalog, order, failed))
    return Report(
        name=design.name,
        description=design.description,
        state=run.state,
        outcome=(*report_content.outcome(run), *report_content.unseen(run, store)),
        facts=tuple(_facts(run, told_parameters.seeds(design, catalog, order))),
        failures=tuple(_failures(run, scripts)),
        graph=graph_picture(design, {step.node: step for step in run.steps}, catalog, subtitles),
        findings=tuple(_findings(run, store)),
        models=tuple(report_content.trained_models(run, store)),
        sources=tuple(report_content.sources(session, run, catalog, design)),
        tables=tuple(report_content.final_tables(run, design, catalog, store)),
        steps=tuple(report_content.step_lines(run, catalog)),
        settings=tuple(settings),
        scripts=scripts,
    )


def _is_source(node: str, design: Design, catalog: Mapping[str, Module]) -> bool:
    module = catalog.get(design.nodes[node].module)
    return module is not None and module.source


def _taking_part(run: Run, design: Design) -> list[str]:
    """The nodes of the run in the order of the data, those on a cycle last."""
    took_part = {step.node for step in run.steps}
    return [name for name in dict.fromkeys([*in_order(design), *design.nodes]) if name in took_part]


def _facts(run: Run, seeds: list[str]) -> list[tuple[str, str]]:
    good = sum(step.state in GOOD for step in run.steps)
    reused = sum(step.state == "reused" for step in run.steps)
    again = f", {number(reused)} of them reused" if reused else ""
    libraries = [f"{name} {version}" for name, version in library_versions().items() if version]
    return [
        ("Design", f"Version {number(run.revision)}, run {number(run.number)}"),
        ("Started", moment(run.started_at or run.created_at)),
        ("Took", _took(run.started_at, run.finished_at)),
        ("Steps", f"{number(good)} of {number(len(run.steps))} succeeded{again}"),
        ("Isolation", f"{run.isolation.level}: {run.isolation.description}"),
        ("Random seeds", in_words(seeds, 12) if seeds else "Nothing was drawn at random"),
        ("Software", in_words([f"Designery {VERSION}", *libraries])),
    ]


def _took(started: datetime | None, finished: datetime | None) -> str:
    if started is None:
        return "Not begun yet"
    return duration((finished - started).total_seconds()) if finished else "Not finished yet"


def _failures(run: Run, scripts: tuple[Script, ...]) -> list[Failure]:
    found = []
    for step in run.steps:
        if step.error is not None and step.state == "failed":
            script = next((one for one in scripts if one.node == step.node), None)
            lines = tuple(told_parameters.excerpt(script)) if script else ()
            found.append(Failure(step.node, step.title, step.error, lines, script.anchor if script else None))
    return found


def _findings(run: Run, store: ArtifactStore) -> list[Finding]:
    found = []
    for step, _, output in report_content.outputs_of(run, "evaluation"):
        view: dict[str, Any] | None = store.view(output.artifact)
        if view is not None:
            found.append(finding_of(step.node, step.title, view))
    return found
