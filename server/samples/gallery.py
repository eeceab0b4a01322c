"""The sample designs: files in tests/designs, or in the installed package, which are the end-to-end tests as well."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

HERE = Path(__file__).parent
FOLDERS = (HERE / "designs", HERE.parent.parent / "tests" / "designs")


class About(BaseModel):
    """What the gallery says of a sample; it stands in the design file under `sample`."""

    question: str
    teaches: str
    task: str
    order: int = 100
    seconds: float | None = None
    glance: dict[str, Any] | None = None


@dataclass(frozen=True)
class Sample:
    """A sample design: its document without what the gallery says of it, and that."""

    name: str
    document: dict[str, Any]
    about: About


@cache
def gallery() -> dict[str, Sample]:
    """All samples by name, in the order of the gallery."""
    folder = next((folder for folder in FOLDERS if folder.is_dir()), None)
    found = [_sample(path) for path in sorted(folder.glob("*.json"))] if folder else []
    return {sample.name: sample for sample in sorted(found, key=lambda sample: sample.about.order)}


def _sample(path: Path) -> Sample:
    document = json.loads(path.read_text(encoding="utf-8"))
    about = About.model_validate(document.pop("sample"))
    return Sample(path.stem, document, about)
