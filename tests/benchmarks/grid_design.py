"""Designs of any size, laid out as a grid: what the canvas is measured with."""

from typing import Any

GRID_COLUMNS = 20
#: Of a card and the space around it.
STEP_X, STEP_Y = 288, 112
CARD_SELECTOR = ".react-flow__node"


def make_grid(size: int) -> dict[str, dict[str, Any]]:
    """A row of tables, and below it steps that each take the results above them."""
    nodes: dict[str, dict[str, Any]] = {}
    for number in range(size):
        row, column = divmod(number, GRID_COLUMNS)
        above = [_get_output((row - 1) * GRID_COLUMNS + other) for other in (column, (column + 1) % GRID_COLUMNS)]
        nodes[f"n{number}"] = {
            "module": "add_rows" if row else "enter_data_manually",
            "parameters": {} if row else {"data": "a,b\n1,2\n"},
            "inputs": {"dataset1": above[0], "dataset2": above[1]} if row else {},
            "x": column * STEP_X,
            "y": row * STEP_Y,
        }
    return nodes


def _get_output(number: int) -> str:
    return f"n{number}.{'dataset' if number < GRID_COLUMNS else 'results_dataset'}"
