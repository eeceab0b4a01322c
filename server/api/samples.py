"""The gallery of sample designs."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel

from server.api.context import Running
from server.api.summaries import Picture, picture_of
from server.graph.document import read
from server.samples.gallery import Level, Topic, gallery

router = APIRouter(prefix="/samples", tags=["samples"])


class SampleOut(BaseModel):
    """A complete design with its data, and what it teaches."""

    name: str
    title: str
    question: str
    description: str
    teaches: str
    modules: int
    task: str
    topics: list[Topic]
    level: Level
    seconds: float | None
    picture: Picture
    glance: dict[str, Any] | None


class Coming(BaseModel):
    """How many sample datasets the server is still to read, as it does when it starts for the first time."""

    left: int


@router.get("/coming")
def count_coming(context: Running) -> Coming:
    """How many sample datasets are not there yet."""
    return Coming(left=context.shelf.left)


@router.get("")
def list_samples(context: Running) -> list[SampleOut]:
    """All samples. Opening one makes a copy: POST /api/designs {"sample": name}."""
    return [
        SampleOut(
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
            picture=picture_of(read(sample.document), context.catalog),
            glance=sample.about.glance,
        )
        for sample in gallery().values()
    ]
