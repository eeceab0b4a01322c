"""Inference designs: what a design that trains becomes when it is to predict."""

from collections.abc import Mapping

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel
from sqlmodel import Session

from modules.kit.declare import PortSchema
from server.api.answers import StrictRoute
from server.api.context import Context, Reading, Running
from server.api.designs import DesignState, told
from server.graph import plan as planning
from server.graph.document import Design, read
from server.graph.inference import Mode, Scorer, inference, scorers
from server.graph.own import with_own
from server.runs.starting import Analyst
from server.storage import designs
from server.storage.tables import DesignRow

router = APIRouter(prefix="/designs", tags=["designs"], route_class=StrictRoute)


class ScorerOut(BaseModel):
    """A node that scores, and the learner behind its model."""

    node: str
    title: str
    learner: str


class NewInference(BaseModel):
    """Which of the design's models is to predict, and how data reach it. One model needs no `scorer`."""

    mode: Mode = "real-time"
    scorer: str | None = None


@router.get("/{design_id}/scorers")
def list_scorers(design_id: str, session: Reading, context: Running) -> list[ScorerOut]:
    """The nodes that an inference design can be built around."""
    return [ScorerOut(**vars(found)) for found in _scorers(session, context, design_id)]


def _scorers(session: Session, context: Context, design_id: str) -> list[Scorer]:
    design = read(designs.get(session, design_id).document)
    return scorers(design, with_own(design, context.catalog))


@router.post("/{design_id}/inference", status_code=201)
def create_inference(design_id: str, new: NewInference, context: Running) -> DesignState:
    """Make the design that predicts with what the last run of this one trained."""
    with context.database.session() as session:
        scorer = _chosen(_scorers(session, context, design_id), new.scorer)
        row = designs.get(session, design_id)
        design = read(row.document)
        analyst = context.analyst.of(design)
        results, foreseen = _known(session, analyst, row, design)
        made = inference(design, analyst.catalog, results, scorer, new.mode, foreseen)
        if isinstance(made, list):
            raise HTTPException(409, made[0].message)
        return told(
            designs.create(
                session, made.model_dump(mode="json"), trusted=row.trusted, from_elsewhere=row.from_elsewhere
            )
        )


def _chosen(found: list[Scorer], wanted: str | None) -> str:
    if not found:
        raise HTTPException(409, "This design scores nothing yet. Add Score Model, and connect a trained model to it.")
    if wanted is None and len(found) > 1:
        names = ", ".join(scorer.learner or scorer.title for scorer in found)
        raise HTTPException(409, f"This design scores with {len(found)} models ({names}). Choose one.")
    if wanted is not None and wanted not in {scorer.node for scorer in found}:
        raise HTTPException(404, "This node does not score. Choose one that does.")
    return wanted or found[0].node


def _known(
    session: Session, analyst: Analyst, row: DesignRow, design: Design
) -> tuple[dict[str, str], Mapping[str, PortSchema]]:
    """{"node.port": artifact} of everything that is up to date, and the columns at every port."""
    bound = analyst.bound(session, design)
    signatures = planning.signatures(design, analyst.catalog, bound)
    recorded = analyst.recorded(session, row.id, signatures)
    drawing = analyst.drawing(session, design, bound, recorded, row)
    return recorded | analyst.outputs_of(design, bound), drawing.schemas
