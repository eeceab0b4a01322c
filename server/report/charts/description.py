"""The descriptions of charts and the looks of their marks: JSON files that the browser app reads as well."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypedDict

#: In the installed package, or beside the painter of the app.
FOLDERS = (
    Path(__file__).parent / "descriptions",
    Path(__file__).parents[3] / "frontend" / "src" / "ui" / "charts" / "descriptions",
)
STYLES_FILE = "chartStyles.json"

Expression = str | float | list["Expression"]
Mark = Mapping[str, object]


class Axis(TypedDict, total=False):
    """What an axis measures. Texts are templates, everything else expressions."""

    title: str
    domain: Expression
    #: How a tick is written, of `value`; where nothing is written there is no tick.
    format: str
    #: Places of ticks that are not round numbers, and their names.
    ticks: Expression
    names: Expression
    #: Without ticks, and without room for them.
    hidden: bool


class Description(TypedDict, total=False):
    """One chart: its texts, its axes, and the marks on them, the lowest first."""

    #: Whether there is anything to draw.
    when: Expression
    title: str
    caption: str
    label: str
    #: In pixels, where the page does not say.
    width: Expression
    height: Expression
    #: Names for values that several marks need, each computed from the ones before.
    let: Mapping[str, Expression]
    #: Room around the plot: left, top, right, bottom. Without it there is as much as the ticks need.
    margins: list[float]
    #: How many units across are as long as one unit up: the shorter axis is widened. Of maps.
    proportion: Expression
    x: Axis
    y: Axis
    marks: list[Mark]


@cache
def load_description(name: str) -> Description:
    """The description of a chart by its name."""
    found: Description = json.loads(_find_file(f"{name}.json").read_text(encoding="utf-8"))
    return found


@cache
def load_styles() -> Mapping[str, Mapping[str, str]]:
    """The SVG attributes of each style; {color} stands for the color of the mark."""
    found: Mapping[str, Mapping[str, str]] = json.loads(_find_file(STYLES_FILE).read_text(encoding="utf-8"))
    return found


def list_descriptions() -> list[str]:
    """The names of all charts."""
    folder = next(folder for folder in FOLDERS if folder.exists())
    return sorted(file.stem for file in folder.glob("*.json") if file.name != STYLES_FILE)


def _find_file(name: str) -> Path:
    return next(file for folder in FOLDERS if (file := folder / name).exists())
