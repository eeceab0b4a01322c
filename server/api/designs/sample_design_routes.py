"""The gallery of sample designs."""

from pydantic import BaseModel

from modules.kit.views.thumbnail_kinds import Thumbnail
from server.api.core.app_context import ContextDep
from server.api.core.permissions import Route
from server.api.core.router import Router
from server.api.designs.summaries import GraphPicture, build_graph_picture
from server.graph.document import parse_design
from server.samples.sample_gallery import SampleLevel, SampleTopic, load_gallery

router = Router(prefix="/api/samples", tags=["samples"], route_class=Route)


class SampleDesignRead(BaseModel):
    """A complete design with its data, and what it teaches."""

    name: str
    title: str
    question: str
    description: str
    teaches: str
    modules: int
    task: str
    topics: list[SampleTopic]
    level: SampleLevel
    seconds: float | None
    picture: GraphPicture
    glance: Thumbnail | None


class SampleImportStatus(BaseModel):
    """How many sample datasets the server is still to read, as it does when it starts for the first time."""

    left: int


@router.get("/import-status", needs="person")
def read_sample_import_status(context: ContextDep) -> SampleImportStatus:
    """How many sample datasets are still missing."""
    return SampleImportStatus(left=context.sample_importer.remaining)


@router.get("", needs="person")
def list_sample_designs(context: ContextDep) -> list[SampleDesignRead]:
    """All samples. Opening one makes a copy: POST /api/designs {"sample": name}."""
    return [
        SampleDesignRead(
            name=sample.name,
            title=sample.document["name"],
            question=sample.about.question,
            description=sample.document["description"],
            teaches=sample.about.teaches,
            modules=len(sample.document["nodes"]),
            task=sample.about.task,
            topics=sample.about.topics,
            level=sample.about.level,
            seconds=sample.about.seconds,
            picture=build_graph_picture(parse_design(sample.document), context.catalog),
            glance=sample.about.glance,
        )
        for sample in load_gallery().values()
    ]
