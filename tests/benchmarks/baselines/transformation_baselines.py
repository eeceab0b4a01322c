"""What pandas, numpy and scikit-learn need for the modules that make tables of tables, and read and write them."""

import numpy as np
import pandas as pd

from modules.kit import Dataset, catalog
from tests.benchmarks.baselines.baseline import Baseline, BaselineCase, make_inputs, select_columns
from tests.benchmarks.benchmark_tables import (
    NUMBER_COLUMNS,
    TEXT_COLUMNS,
    make_benchmark_table,
    make_table_with_gaps,
    write_csv_file,
)


def build_add_columns(rows: int) -> Baseline:
    left, right = make_benchmark_table(rows), make_benchmark_table(rows).add_prefix("right ")
    inputs = {"left_dataset": Dataset(left), "right_dataset": Dataset(right)}
    return Baseline("pandas.concat(axis=1)", lambda: pd.concat([left, right], axis=1), inputs)


def build_add_rows(rows: int) -> Baseline:
    frame = make_benchmark_table(rows)
    inputs = {"dataset1": Dataset(frame), "dataset2": Dataset(frame)}
    return Baseline("pandas.concat", lambda: pd.concat([frame, frame], ignore_index=True), inputs)


def build_math(rows: int) -> Baseline:
    frame = make_benchmark_table(rows)[NUMBER_COLUMNS]
    return Baseline(
        "numpy.sin", lambda: np.sin(frame), make_inputs(frame), {"operation": "Sin", "output_mode": "ResultOnly"}
    )


def build_sql(rows: int) -> Baseline:
    import duckdb

    query = "select purpose, avg(income) as income from t1 group by purpose order by purpose"
    frame = make_benchmark_table(rows)

    def asked() -> object:
        with duckdb.connect() as connection:
            connection.register("t1", frame)
            return connection.sql(query).df()

    return Baseline("duckdb", asked, {"t1": Dataset(frame)}, {"sql_query_script": query})


def build_cleaning(rows: int) -> Baseline:
    frame = make_table_with_gaps(rows)
    return Baseline(
        "DataFrame.fillna(DataFrame.mean())",
        lambda: frame.fillna(frame.mean()),
        make_inputs(frame),
        {"cleaning_mode": "Replace with mean"},
    )


def build_clipping(rows: int) -> Baseline:
    frame = make_benchmark_table(rows)[NUMBER_COLUMNS]
    parameters = {"set_of_thresholds": "ClipPeaksAndSubpeaks", "upper_constant": 1.0, "lower_constant": -1.0}
    return Baseline("DataFrame.clip", lambda: frame.clip(-1, 1), make_inputs(frame), parameters)


def build_csv_writing(rows: int) -> Baseline:
    frame = make_benchmark_table(rows)
    return Baseline("DataFrame.to_csv", lambda: frame.to_csv(index=False).encode(), make_inputs(frame))


def build_conversion(rows: int) -> Baseline:
    frame = make_benchmark_table(rows)[TEXT_COLUMNS]
    parameters = {"action": "SetMissingValues", "custom_missing_value": "car"}
    return Baseline("DataFrame.mask", lambda: frame.mask(frame.eq("car")), make_inputs(frame), parameters)


def build_indicators(rows: int) -> Baseline:
    frame = make_benchmark_table(rows)[TEXT_COLUMNS]
    parameters = {"overwrite_categorical_columns": True}
    return Baseline("pandas.get_dummies", lambda: pd.get_dummies(frame, dtype="int64"), make_inputs(frame), parameters)


def build_metadata_edit(rows: int) -> Baseline:
    frame = make_benchmark_table(rows)
    parameters = {"columns": select_columns(*TEXT_COLUMNS), "categorical": "Categorical"}
    return Baseline(
        "DataFrame.astype('category')",
        lambda: frame.astype(dict.fromkeys(TEXT_COLUMNS, "category")),
        make_inputs(frame),
        parameters,
    )


def build_binning(rows: int) -> Baseline:
    frame = make_benchmark_table(rows)[NUMBER_COLUMNS]
    parameters = {"quantile_normalization": "Quantile Index", "output_mode": "Result Only"}
    return Baseline(
        "pandas.qcut", lambda: frame.apply(lambda values: pd.qcut(values, 10)), make_inputs(frame), parameters
    )


def build_join(rows: int) -> Baseline:
    left = make_benchmark_table(rows).assign(key=np.arange(rows))
    right = left[["key", "income"]].sample(frac=1, random_state=0).rename(columns={"income": "other"})
    right = right.reset_index(drop=True)
    inputs = {"left_dataset": Dataset(left), "right_dataset": Dataset(right)}
    parameters = {"left_key_columns": ("key",), "right_key_columns": ("key",), "keep_right_key_columns": False}
    return Baseline("DataFrame.merge", lambda: left.merge(right, on="key"), inputs, parameters)


def build_normalization(rows: int) -> Baseline:
    from sklearn.preprocessing import StandardScaler

    frame = make_benchmark_table(rows)[NUMBER_COLUMNS]
    return Baseline(
        "StandardScaler",
        lambda: StandardScaler().set_output(transform="pandas").fit_transform(frame),
        make_inputs(frame),
    )


def build_sampling(rows: int) -> Baseline:
    frame = make_benchmark_table(rows)
    parameters = {"rate_of_sampling": 0.5}
    return Baseline("DataFrame.sample", lambda: frame.sample(frac=0.5, random_state=0), make_inputs(frame), parameters)


def build_deduplication(rows: int) -> Baseline:
    frame = make_benchmark_table(rows)[TEXT_COLUMNS]
    return Baseline(
        "DataFrame.drop_duplicates",
        frame.drop_duplicates,
        make_inputs(frame),
        {"key_columns": select_columns(*TEXT_COLUMNS)},
    )


def build_smote(rows: int) -> Baseline:
    from imblearn.over_sampling import SMOTE

    frame = make_benchmark_table(rows)[NUMBER_COLUMNS].assign(
        rare=np.where(make_benchmark_table(rows)["income"] > 70, "yes", "no")
    )
    strategy = {"yes": 2 * int(frame["rare"].eq("yes").sum())}
    sampler = SMOTE(sampling_strategy=strategy, k_neighbors=5, random_state=0)
    parameters = {"label": "rare", "number_of_nearest_neighbors": 5}
    inputs = make_inputs(frame, "samples", rare="label")
    return Baseline(
        "imblearn SMOTE", lambda: sampler.fit_resample(frame[NUMBER_COLUMNS], frame["rare"]), inputs, parameters
    )


def build_column_selection(rows: int) -> Baseline:
    frame = make_benchmark_table(rows)
    return Baseline(
        "frame[names]",
        lambda: frame[NUMBER_COLUMNS],
        make_inputs(frame),
        {"select_columns": select_columns(*NUMBER_COLUMNS)},
    )


def build_column_transform(rows: int) -> Baseline:
    frame = make_benchmark_table(rows)
    return Baseline(
        "list(frame.columns)", lambda: list(frame.columns), make_inputs(frame, "dataset_with_desired_columns")
    )


def build_row_selection(rows: int) -> Baseline:
    frame = make_benchmark_table(rows)

    def selected() -> object:
        chosen = frame["income"] > 50
        return frame[chosen].reset_index(drop=True), frame[~chosen].reset_index(drop=True)

    condition = {"column": "income", "operator": ">", "values": [50]}
    return Baseline("frame[mask], frame[~mask]", selected, make_inputs(frame), {"conditions": [condition]})


def build_split(rows: int) -> Baseline:
    from sklearn.model_selection import train_test_split

    frame = make_benchmark_table(rows)
    return Baseline(
        "train_test_split", lambda: train_test_split(frame, train_size=0.5, random_state=0), make_inputs(frame)
    )


def build_application(rows: int) -> Baseline:
    from sklearn.preprocessing import StandardScaler

    frame = make_benchmark_table(rows)[NUMBER_COLUMNS]
    transformation = catalog()["normalize_data"].run(make_inputs(frame), {})["transformation_function"]
    scaler = StandardScaler().set_output(transform="pandas").fit(frame)
    inputs = {"transformation": transformation, "dataset": Dataset(frame)}
    return Baseline("StandardScaler.transform", lambda: scaler.transform(frame), inputs)


def build_csv_reading(rows: int) -> Baseline:
    file = write_csv_file(rows)
    return Baseline("pandas.read_csv", lambda: pd.read_csv(file.path), {"file": file}, {"file_name": file.name})


def build_text_entry(rows: int) -> Baseline:
    from io import StringIO

    text = make_benchmark_table(rows).to_csv(index=False)
    return Baseline("pandas.read_csv", lambda: pd.read_csv(StringIO(text)), {}, {"data": text})


TRANSFORMATION_CASES: dict[str, BaselineCase] = {
    "read_table": BaselineCase(build_csv_reading),
    "enter_data_manually": BaselineCase(build_text_entry),
    "convert_to_csv": BaselineCase(build_csv_writing),
    "convert_to_dataset": BaselineCase(build_conversion),
    "add_columns": BaselineCase(build_add_columns),
    "add_rows": BaselineCase(build_add_rows),
    "apply_math_operation": BaselineCase(build_math),
    "apply_sql_transformation": BaselineCase(build_sql),
    "apply_transformation": BaselineCase(build_application),
    "clean_missing_data": BaselineCase(build_cleaning),
    "clip_values": BaselineCase(build_clipping),
    "convert_to_indicator_values": BaselineCase(build_indicators),
    "edit_metadata": BaselineCase(build_metadata_edit),
    "group_data_into_bins": BaselineCase(build_binning),
    "join_data": BaselineCase(build_join),
    "normalize_data": BaselineCase(build_normalization),
    "partition_and_sample": BaselineCase(build_sampling),
    "remove_duplicate_rows": BaselineCase(build_deduplication),
    "select_columns_in_dataset": BaselineCase(build_column_selection),
    "select_columns_transform": BaselineCase(build_column_transform),
    "select_rows": BaselineCase(build_row_selection),
    "smote": BaselineCase(build_smote),
    "split_data": BaselineCase(build_split),
}
