"""What docs/extending/views.md shows works."""

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pydantic import TypeAdapter

from modules.kit import Dataset, artifact_views
from modules.kit.views.artifact_view import dump_view

GUIDE = Path(__file__).parents[3] / "docs" / "extending" / "views.md"


@pytest.fixture(scope="module")
def guide() -> dict[str, Any]:
    """All names that the Python of the guide defines."""
    names: dict[str, Any] = {"__name__": "views_guide"}
    exec("\n\n".join(re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL)), names)
    return names


def test_the_details_of_the_guide_are_written_and_read_back(guide: dict[str, Any]) -> None:
    details = guide["Cuts"]("price", [0.0, 10.0, 20.0]).details()
    assert json.loads(dump_view(details)) == {"kind": "cuts", "column": "price", "cuts": [0.0, 10.0, 20.0]}
    assert TypeAdapter(guide["TransformationDetails"]).validate_json(dump_view(details)) == details


def test_the_transformation_of_the_guide_cuts(guide: dict[str, Any]) -> None:
    cut = guide["Cuts"]("price", [0.0, 10.0, 20.0]).apply(Dataset(pd.DataFrame({"price": [5.0, 15.0]})))
    assert cut.frame["price"].tolist() == [0, 1]


def test_details_that_are_in_no_union_are_refused(guide: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="does not match any of the expected tags: 'topics', 'components'"):
        artifact_views.build_view(guide["Cuts"]("price", [0.0, 10.0]))


def test_a_value_without_a_view_is_refused_with_what_to_do() -> None:
    with pytest.raises(TypeError, match="object has no view"):
        artifact_views.build_view(object())
