"""The sample designs: files in tests/designs, or in the installed package, which are the end-to-end tests as well."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from modules.kit.views.thumbnail_kinds import Thumbnail

SAMPLES_FOLDER = Path(__file__).parent
DESIGN_FOLDERS = (SAMPLES_FOLDER / "designs", SAMPLES_FOLDER.parent.parent / "tests" / "designs")

#: What the gallery is filtered by, in the order in which it is offered: tasks, then ways of working.
SampleTopic = Literal[
    "data preparation",
    "regression",
    "intervals",
    "classification",
    "clustering",
    "anomalies",
    "text",
    "images",
    "recommendation",
    "neural networks",
    "time",
    "reports",
    "missing values",
    "rare classes",
    "costs",
    "feature selection",
    "dimensions",
    "comparing models",
    "cross-validation",
    "tuning",
    "explanation",
    "automated ml",
    "statistics",
    "python",
    "r",
    "sql",
    "own modules",
    "groups",
    "web services",
    "pipelines",
]

#: How much of the designer a reader should have seen before.
SampleLevel = Literal["beginner", "intermediate", "advanced"]


class SampleDescription(BaseModel):
    """What the gallery says of a sample; it stands in the design file under `sample`."""

    question: str
    #: One sentence.
    teaches: str
    task: str
    topics: Annotated[list[SampleTopic], Field(min_length=1)]
    level: SampleLevel
    order: int = 100
    seconds: float | None = None
    glance: Thumbnail | None = None


@dataclass(frozen=True)
class SampleDesign:
    """A sample design: its document without what the gallery says of it, and that."""

    name: str
    document: dict[str, Any]
    about: SampleDescription


@cache
def load_gallery() -> dict[str, SampleDesign]:
    """All samples by name, in the order of the gallery."""
    folder = next((folder for folder in DESIGN_FOLDERS if folder.is_dir()), None)
    found = [_load_sample(path) for path in sorted(folder.glob("*.json"))] if folder else []
    return {sample.name: sample for sample in sorted(found, key=lambda sample: sample.about.order)}


def _load_sample(path: Path) -> SampleDesign:
    document = json.loads(path.read_text(encoding="utf-8"))
    about = SampleDescription.model_validate(document.pop("sample"))
    return SampleDesign(path.stem, document, about)
