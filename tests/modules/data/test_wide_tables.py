"""Tables of thousands of columns."""

import numpy as np
import pandas as pd

from modules.kit import Dataset, catalog
from modules.statistical_functions import summarize_data as summarizing
from tests.view_json import build_view

WIDE = 10_000
RANDOM = np.random.default_rng(7)


def test_a_view_says_how_many_columns_the_table_has_beside_those_it_shows() -> None:
    wide = build_view(Dataset(pd.DataFrame({f"c{place}": [place] for place in range(WIDE)})))
    assert (len(wide["columns"]), wide["width"]) == (1_000, WIDE)
    assert "width" not in build_view(Dataset(pd.DataFrame({"a": [1]})))


def test_columns_are_summarized_alike_one_by_one_and_thousands_at_once() -> None:
    frame = pd.DataFrame({f"c{place}": RANDOM.normal(size=40) for place in range(60)})
    frame = frame.mask(RANDOM.random(frame.shape) < 0.1).assign(t=["a", None] * 20, i=range(40), n=np.nan)
    at_once = summarizing.summarize_columns(frame)
    one_by_one = pd.concat([summarizing.summarize_columns(frame[[name]]) for name in frame], ignore_index=True)
    pd.testing.assert_frame_equal(at_once, one_by_one, rtol=1e-12)


def test_gaps_of_many_columns_are_filled_as_those_of_few() -> None:
    frame = pd.DataFrame({f"c{place}": [1.0, np.nan, place] for place in range(200)})
    clean = catalog()["clean_missing_data"]
    settings = {"columns_to_be_cleaned": {"start": "all"}, "replacement_value": "7"}
    settings["cleaning_mode"] = "Custom substitution value"
    valid = clean.parameters.model_validate(settings)
    values = {name: getattr(valid, name) for name in type(valid).model_fields}
    cleaned = clean.run({"dataset": Dataset(frame)}, values)["cleaned_dataset"].frame
    pd.testing.assert_frame_equal(cleaned, frame.fillna(7.0))
