"""Every module on tables that nobody wishes for: it works, or it says why not. Nothing else ever comes out of it."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modules.kit import Module, catalog
from tests.depth import choose_depth, deep
from tests.modules.ugly_tables import (
    COLUMN_CHANGES,
    UGLY_CASES,
    TableChange,
    change_columns,
    make_ugly,
    run_or_explain,
    widen,
)

MODULES = [
    module
    for module in catalog().values()
    if not module.source and any(port.type == "dataset" for port in module.inputs) and not module.missing_packages
]
#: These start another program for each table, or compile for half a minute when they first work. They get these few
#: cases, so that this file takes a minute; `test_every_module.py` runs them in full.
SLOW_CASES = {
    "execute_r_script": ("no row", "mixed types", "times with a zone", "categories", "no column", "strange names"),
    "umap_projection": ("no row", "one row", "no column", "all missing", "infinite", "mixed types"),
    "t_sne_projection": ("no row", "one row", "no column", "all missing", "infinite", "mixed types", "constant"),
    "train_vowpal_wabbit_model": ("no row", "one row", "no column", "mixed types", "infinite", "strange names"),
    "score_vowpal_wabbit_model": ("no row", "one row", "no column", "mixed types", "infinite", "strange names"),
    "train_wide_and_deep_recommender": ("no row", "one row", "no column", "mixed types", "infinite"),
    "score_wide_and_deep_recommender": ("no row", "one row", "no column", "mixed types", "infinite"),
}
#: What stands at the beginning of a design, where tables are widest; each of these takes a second or two for 10,000
#: columns, which they get at night. `data_more/test_ugly_tables_again.py` has more of them, and looks at the schemas.
WIDE_MODULES = (
    "add_rows",
    "apply_sql_transformation",
    "apply_transformation",
    "assign_data_to_clusters",
    "clean_missing_data",
    "convert_to_csv",
    "convert_to_indicator_values",
    "edit_metadata",
    "evaluate_model",
    "export_data",
    "normalize_data",
    "partition_and_sample",
    "permutation_feature_importance",
    "score_model",
    "select_columns_in_dataset",
    "select_columns_transform",
    "select_rows",
    "split_data",
    "train_anomaly_detection_model",
    "train_model",
)


@deep
@pytest.mark.parametrize("name", WIDE_MODULES)
def test_a_table_of_thousands_of_columns_is_used_or_refused(name: str) -> None:
    run_refused_or_sound(catalog()[name], widen)


@pytest.mark.parametrize(
    ("module", "case"),
    [
        pytest.param(module, case, id=f"{module.name}-{case}")
        for module in MODULES
        for case in SLOW_CASES.get(module.name, UGLY_CASES)
    ],
)
def test_an_ugly_table_is_used_or_refused(module: Module, case: str) -> None:
    run_refused_or_sound(module, UGLY_CASES[case])


@deep
@pytest.mark.parametrize(
    "module", [module for module in MODULES if module.name not in SLOW_CASES], ids=lambda module: module.name
)
@settings(max_examples=choose_depth(3, 50), deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_mixture_of_ugly_columns_is_used_or_refused(module: Module, data: st.DataObject) -> None:
    kinds = st.sampled_from([None, *COLUMN_CHANGES.values()])

    def mixture(frame: pd.DataFrame) -> pd.DataFrame:
        chosen = {name: data.draw(kinds) for name in frame.columns}
        return change_columns(frame, {name: change for name, change in chosen.items() if change is not None})

    run_refused_or_sound(module, mixture)


def test_the_slow_modules_are_modules() -> None:
    assert set(SLOW_CASES) <= set(catalog())


def run_refused_or_sound(module: Module, case: TableChange) -> None:
    """Run the module's example with its datasets changed."""
    assert module.example is not None
    call = module.example()
    inputs = {port.name: make_ugly(value, case) for port, value in zip(module.inputs, call.inputs, strict=False)}
    run_or_explain(lambda: module.run(inputs, call.parameters))
