"""Paints the shared cases of charts and writes down what comes out: python -m tests.server.report.chart_pictures"""

import json
from pathlib import Path
from typing import Any

from modules.kit.views.thumbnail_kinds import thumbnail_adapter
from server.report.charts.description import load_description
from server.report.charts.painter import paint_chart
from server.report.charts.shapes import Picture
from server.report.thumbnails import draw_thumbnail

CASES_FILE = Path(__file__).parent / "chart_cases.json"
PICTURES_FILE = Path(__file__).parent / "chart_pictures.json"
THUMBNAIL_CASES_FILE = Path(__file__).parent / "thumbnail_cases.json"
THUMBNAIL_SHAPES_FILE = Path(__file__).parent / "thumbnail_shapes.json"


def load_cases() -> list[dict[str, Any]]:
    """What is drawn: the name of a description, its data and a size. The browser app paints the same cases."""
    cases: list[dict[str, Any]] = json.loads(CASES_FILE.read_text(encoding="utf-8"))
    return cases


def paint_case(case: dict[str, Any]) -> dict[str, Any]:
    picture = paint_chart(load_description(case["chart"]), case["data"], case["width"], case.get("height"))
    return to_json(picture)


def to_json(picture: Picture) -> dict[str, Any]:
    """The picture as it is compared: numbers to a hundredth of a pixel, and nothing that is empty."""
    shapes: list[dict[str, Any]] = []
    for shape in picture.shapes:
        place: dict[str, Any] = {
            name: round(value, 2) if isinstance(value, float) else value for name, value in shape.geometry.items()
        }
        texts = {"color": shape.color, "text": shape.text, "title": shape.title}
        shapes.append({"tag": shape.tag, "style": shape.style, **place, **{k: v for k, v in texts.items() if v}})
    said = {"title": picture.title, "caption": picture.caption, "label": picture.label, "height": picture.height}
    return {**said, "shapes": shapes}


def draw_thumbnails() -> list[str]:
    """The small picture of a card for each of the shared glances."""
    glances = json.loads(THUMBNAIL_CASES_FILE.read_text(encoding="utf-8"))
    return [str(draw_thumbnail(thumbnail_adapter.validate_python(glance))) for glance in glances]


def write_thumbnails() -> None:
    THUMBNAIL_SHAPES_FILE.write_text(json.dumps(draw_thumbnails(), indent=2) + "\n", encoding="utf-8")


def write_pictures() -> None:
    """One line for each shape, so that a change is seen."""
    blocks = []
    for case in load_cases():
        painted = paint_case(case)
        shapes = ",\n".join(f"      {json.dumps(shape, ensure_ascii=False)}" for shape in painted.pop("shapes"))
        head = json.dumps(painted, ensure_ascii=False)[:-1]
        blocks.append(f'  {json.dumps(case["what"])}: {head}, "shapes": [\n{shapes}\n    ]}}')
    PICTURES_FILE.write_text("{\n" + ",\n".join(blocks) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    write_pictures()
    write_thumbnails()
