"""What an embedded canvas reaches by its key: its design, the runs and results of that, and what cards are drawn by.

Whatever is not listed here does not exist for it, so that a new route is closed to embedded canvases until it is added.
"""

from fastapi import HTTPException, Request
from sqlalchemy import String, cast
from sqlmodel import Session, col, select

from server.api.core.app_context import AppContext
from server.api.core.route_template import get_route_template
from server.graph.document import parse_design
from server.storage.orm.core_tables import DesignRow, RunRow, StepRow

DESIGN = "/api/designs/{design_id}"
RUN = "/api/runs/{run_id}"
STEP = f"{RUN}/steps/{{node}}"
ARTIFACT = "/api/artifacts/{artifact_id}"
COMMENT = f"{DESIGN}/threads/{{thread_id}}/comments/{{comment_id}}"

EMBED_ROUTES: dict[str, tuple[str, ...]] = {
    "GET": (
        *(f"{DESIGN}{end}" for end in ("", "/analysis", "/code", "/diff", "/edits", "/events", "/export")),
        *(f"{DESIGN}{end}" for end in ("/picture.svg", "/proposals", "/proposals/{proposal_id}", "/publication")),
        *(f"{DESIGN}{end}" for end in ("/runs", "/runs/latest", "/scoring-nodes", "/threads", "/untrusted-code")),
        *(f"{DESIGN}{end}" for end in ("/versions", "/versions/{version_id}")),
        *(f"{RUN}{end}" for end in ("", "/analyses")),
        *(f"{STEP}{end}" for end in ("/control", "/files", "/files/{file_path:path}", "/log", "/metrics", "/plots")),
        f"{STEP}/plots/{{number}}",
        *(f"{ARTIFACT}{end}" for end in ("", "/correlation", "/distributions", "/download", "/images/{row}", "/rows")),
        f"{ARTIFACT}/scatter",
        "/api/embed",
        "/api/catalog",
        "/api/error-codes",
        "/api/modules/{name}/help",
        "/api/datasets",
        "/api/datasets/columns",
        "/api/datasets/{dataset_id}",
        "/api/saved-modules",
        "/api/environments",
        "/api/targets",
    ),
    "POST": (
        *(f"{DESIGN}{end}" for end in ("/code/read", "/code/write", "/edits", "/edits/check", "/module-drafts/run")),
        *(f"{DESIGN}{end}" for end in ("/module-drafts/warm-up", "/presence", "/preview", "/restorations", "/review")),
        *(f"{DESIGN}{end}" for end in ("/runs", "/threads", "/threads/{thread_id}/comments", "/trust", "/versions")),
        *(f"{DESIGN}/proposals/{{proposal_id}}/{end}" for end in ("accept", "reject")),
        *(f"{RUN}/{end}" for end in ("cancel", "rerun")),
        f"{STEP}/finish",
        "/api/modules/describe",
        "/api/modules/from-script",
        "/api/modules/ports",
    ),
    "PUT": (f"{DESIGN}/threads/{{thread_id}}/resolution",),
    "PATCH": (f"{DESIGN}/versions/{{version_id}}", COMMENT, RUN, f"{STEP}/control"),
    "DELETE": (f"{DESIGN}/module-drafts/run", COMMENT),
}
ONE_DESIGN = "An embedded canvas is for its design only. Open the design in Designery to do this."


def require_within_design(request: Request, context: AppContext, design_id: str) -> None:
    """Refuse what the key of an embedded canvas is not for."""
    method = "GET" if request.method == "HEAD" else request.method
    named = request.path_params
    if get_route_template(request.scope) not in EMBED_ROUTES.get(method, ()):
        raise HTTPException(403, ONE_DESIGN)
    if named.get("design_id", design_id) != design_id:
        raise HTTPException(403, ONE_DESIGN)
    if "run_id" not in named and "artifact_id" not in named:
        return
    with context.database.read_session() as session:
        held = ("run_id" not in named or _is_run_of(session, named["run_id"], design_id)) and (
            "artifact_id" not in named or _is_artifact_of(session, context, named["artifact_id"], design_id)
        )
    if not held:
        raise HTTPException(403, ONE_DESIGN)


def _is_run_of(session: Session, run_id: str, design_id: str) -> bool:
    run = session.get(RunRow, run_id)
    return run is not None and run.design_id == design_id


def _is_artifact_of(session: Session, context: AppContext, artifact_id: str, design_id: str) -> bool:
    """Whether a run of the design made or used it, or the design names it, as by a dataset."""
    if not artifact_id.isalnum():
        return False
    made = select(StepRow.run_id).join(RunRow).where(RunRow.design_id == design_id)
    if session.exec(made.where(cast(col(StepRow.outputs), String).contains(artifact_id)).limit(1)).first():
        return True
    row = session.get(DesignRow, design_id)
    return (
        row is not None
        and artifact_id in context.analyzer.resolve_sources(session, parse_design(row.document)).values()
    )
