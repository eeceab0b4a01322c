"""The canvas as a picture that stands alone: an SVG with its styles and typeface inside."""

import re
from collections.abc import Mapping

from fastapi import Response
from markupsafe import Markup

from modules.kit import Module
from server.api.core.app_context import ContextDep, ReadSessionDep
from server.api.core.request_lanes import ExportRoute
from server.api.core.router import Router
from server.graph.custom_modules import add_custom_modules
from server.graph.document import Design, parse_design, sort_topologically
from server.report import parameter_tables
from server.report.graph_svg import draw_graph
from server.runs.run_schemas import to_run_read
from server.shell.page_styles import load_styles
from server.storage.stores import design_store, run_store
from server.storage.stores.design_store import NotFound

router = Router(prefix="/api/designs", tags=["designs"], route_class=ExportRoute)

#: Pictures are looked at on paper of their own, whatever the reader's screen is like.
DARK_MODE_PATTERN = re.compile(r"@media screen and \(prefers-color-scheme:dark\)\{:root\{.*?\}\}", re.DOTALL)
BACKGROUND_STYLE = "svg.graph{background:var(--canvas);font-family:var(--sans)}"


@router.get(
    "/{design_id}/picture.svg",
    needs="viewer",
    response_class=Response,
    responses={200: {"content": {"image/svg+xml": {}}}},
)
def read_picture(design_id: str, session: ReadSessionDep, context: ContextDep) -> Response:
    """The current graph with the latest results of its nodes."""
    row = design_store.get_design(session, design_id)
    design = parse_design(row.document)
    catalog = add_custom_modules(design, context.catalog)
    newest = next(iter(run_store.list_design_runs(session, design_id, limit=1)), None)
    latest = [step for _, step in run_store.get_latest_steps(session, design_id).values()]
    run = to_run_read(session, newest, latest) if newest is not None else None
    steps = {step.node: step for step in run.steps} if run else {}
    subtitles = {
        one.node: parameter_tables.format_settings(one)
        for one in parameter_tables.list_settings(design, catalog, _list_known_nodes(design, catalog))
        if not catalog[design.nodes[one.node].module].source
    }
    drawn = draw_graph(design, steps, catalog, subtitles)
    if drawn is None:
        raise NotFound("Nothing to draw yet.")
    return Response(_embed_styles(drawn), media_type="image/svg+xml", headers={"Content-Security-Policy": "sandbox"})


def _list_known_nodes(design: Design, catalog: Mapping[str, Module]) -> list[str]:
    return [name for name in sort_topologically(design) if design.nodes[name].module in catalog]


def _embed_styles(drawn: Markup) -> str:
    opening, _, rest = str(drawn).partition(">")
    sheet = DARK_MODE_PATTERN.sub("", str(load_styles("report.css", standalone=True))) + BACKGROUND_STYLE
    return f"{opening}><style><![CDATA[{sheet}]]></style>{rest}"
