"""The page of a run's report."""

from fastapi import Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from server.api.core.app_context import ContextDep, ReadSessionDep
from server.api.core.permissions import Route
from server.api.core.router import Router
from server.formatting import format_time
from server.graph.document import parse_design
from server.report.graph_svg import STATE_ICONS, STATE_NAMES
from server.report.run_report import build_report
from server.report.svg import build_element
from server.runs.run_schemas import to_run_read
from server.shell.page_styles import TEMPLATE_FOLDER, load_styles
from server.storage.orm.core_tables import now
from server.storage.stores import run_store
from server.version import VERSION

REPORT_POLICY = (
    "default-src 'none'; style-src 'nonce-{nonce}'; font-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)

router = Router(include_in_schema=False, route_class=Route)
templates = Jinja2Templates(TEMPLATE_FOLDER)


@router.get("/runs/{run_id}/report", needs="viewer", response_class=HTMLResponse)
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
