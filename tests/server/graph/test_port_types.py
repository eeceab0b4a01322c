"""Each type of port has all that a type needs: a name in sentences, a shape on cards and in reports, a color."""

import re
from pathlib import Path

import pytest

from modules.kit.module_signatures import OUTPUT_NAMES
from modules.kit.ports import PORT_TYPES
from server.graph.validation.validation_messages import PORT_TYPE_NAMES
from server.report.graph_svg import PORT_SHAPES

ROOT = Path(__file__).parents[3]
APP = ROOT / "frontend" / "src"
#: {what a type needs: the types that have it}; an edge is drawn in the color of its type.
NEEDS = {
    "a name for its output: OUTPUT_NAMES in modules/kit/module_signatures.py": set(OUTPUT_NAMES),
    "a name in sentences: PORT_TYPE_NAMES in server/graph/validation/validation_messages.py": set(PORT_TYPE_NAMES),
    "a shape in reports: PORT_SHAPES in server/report/graph_svg.py": set(PORT_SHAPES),
    "colors on cards: PORT_COLOR and EDGE_COLOR in frontend/src/ui/PortShape.tsx": set(
        re.findall(r'^  (\w+): "var\(--edge-', (APP / "ui" / "PortShape.tsx").read_text(), re.MULTILINE)
    ),
}


@pytest.mark.parametrize("need", NEEDS, ids=lambda need: need.split(":")[0])
def test_each_type_of_port_has_what_a_type_needs(need: str) -> None:
    missing = sorted(set(PORT_TYPES) - NEEDS[need])
    assert missing == [], f"A port type needs {need}. docs/extending/README.md lists the rest."
