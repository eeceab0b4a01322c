"""The canvas as a picture that stands alone: an SVG with its styles and typeface inside."""

import re
from collections.abc import Mapping

from fastapi import APIRouter, Response
from markupsafe import Markup

from modules.kit import Module
from server.api.context import Reading, Running
from server.api.lanes import ExportRoute
from server.graph.document import Design, in_order, read
from server.graph.own import with_own
from server.pages import told_parameters
from server.pages.graph_picture import graph_picture
from server.pages.styles import styles
from server.runs.told import told_run
from server.storage import designs, runs
from server.storage.designs import NotThere

router = APIRouter(prefix="/designs", tags=["designs"], route_class=ExportRoute)

#: Pictures are looked at on paper of their own, whatever the reader's screen is like.
DARK = re.compile(r"@media screen and \(prefers-color-scheme:dark\)\{:root\{.*?\}\}", re.DOTALL)
GROUND = "svg.graph{background:var(--canvas);font-family:var(--sans)}"


@router.get("/{design_id}/picture.svg", response_class=Response, responses={200: {"content": {"image/svg+xml": {}}}})
def read_picture(design_id: str, session: Reading, context: Running) -> Response:
    """The graph as it is now, with what its nodes gave last."""
    row = designs.get(session, design_id)
    design = read(row.document)
    catalog = with_own(design, context.catalog)
    newest = next(iter(runs.of_design(session, design_id, limit=1)), None)
    latest = [step for _, step in runs.latest_steps(session, design_id).values()]
    run = told_run(session, newest, latest) if newest is not None else None
    steps = {step.node: step for step in run.steps} if run else {}
    subtitles = {
        one.node: told_parameters.in_short(one)
        for one in told_parameters.settings_of(design, catalog, _known(design, catalog))
        if not catalog[design.nodes[one.node].module].source
    }
    drawn = graph_picture(design, steps, catalog, subtitles)
    if drawn is None:
        raise NotThere("There is nothing to draw yet.")
    return Response(_alone(drawn), media_type="image/svg+xml", headers={"Content-Security-Policy": "sandbox"})


def _known(design: Design, catalog: Mapping[str, Module]) -> list[str]:
    return [name for name in in_order(design) if design.nodes[name].module in catalog]


def _alone(drawn: Markup) -> str:
    opening, _, rest = str(drawn).partition(">")
    sheet = DARK.sub("", str(styles("report.css", standalone=True))) + GROUND
    return f"{opening}><style><![CDATA[{sheet}]]></style>{rest}"
