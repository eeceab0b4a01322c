"""How long the script of a sample is beside one that a data scientist writes for the same metrics, in statements.

Our scripts also say how a table is read, what missing values are and which rows a metric leaves out. The aim is 1.5;
what is held here is what was reached, so that no helper comes back that a design does not need.
"""

import ast
from pathlib import Path

from modules.kit import catalog
from modules.kit.serialization import load_value
from server.graph.codegen.program_formats import format_script
from server.graph.codegen.program_generator import generate_program
from server.graph.document import parse_design
from server.samples.sample_gallery import load_gallery
from tests.server.graph.linter_data import read_sample

HAND_WRITTEN = Path(__file__).parent / "hand_written"
MOST = 3.0


def write_script(name: str) -> str:
    """The script of a sample, of which only the data are known."""
    design = parse_design(load_gallery()[name].document)
    known = {
        f"{node}.dataset": load_value(read_sample(str(placed.parameters["dataset"])).path, "dataset").schema
        for node, placed in design.nodes.items()
        if placed.module == "dataset"
    }
    return format_script(generate_program(design, catalog(), known))


def count_statements(source: str) -> int:
    """All statements but docstrings, however they are broken into lines."""
    found = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.stmt))
    return sum(not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)) for one in found)


def test_a_plain_sample_is_not_much_longer_than_a_hand_written_script() -> None:
    script = write_script("automobile_price")
    by_hand = (HAND_WRITTEN / "automobile_price.py").read_text(encoding="utf-8")
    assert count_statements(script) <= MOST * count_statements(by_hand)


def test_a_script_has_the_helpers_that_its_columns_need_and_no_others() -> None:
    numbers = write_script("retrain_nightly")
    assert "make_number_encoder" in numbers
    for helper in ("draw_rows", "drop_scores", "to_text", "to_time_parts", "make_encoder", "get_class_values"):
        assert f"def {helper}(" not in numbers
