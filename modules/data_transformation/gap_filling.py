"""The gaps of a few rows, filled as Clean Missing Data fills those of a table."""

from collections.abc import Collection, Mapping
from typing import Any

from modules.kit.row_values import Cells, RowFunction


def build_gap_filler(replacements: Mapping[str, Any], removed: Collection[str]) -> RowFunction:
    """What fills the gaps of these columns, and leaves others out. A real replacement makes its column real."""

    def fill(cells: Cells) -> Cells:
        filled = {name: values for name, values in cells.items() if name not in removed}
        for name, replacement in replacements.items():
            if name in filled and None in filled[name]:
                real = isinstance(replacement, float)
                filled[name] = [
                    replacement if value is None else float(value) if real else value for value in filled[name]
                ]
        return filled

    return fill
