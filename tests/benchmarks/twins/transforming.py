"""What pandas, numpy and scikit-learn need for the modules that make tables of tables, and read and write them."""

import numpy as np
import pandas as pd

from modules.kit import Dataset, catalog
from tests.benchmarks.tables import NUMBERS, TEXTS, table, with_gaps, written
from tests.benchmarks.twins.twin import Case, Twin, columns, one


def add_columns(rows: int) -> Twin:
    left, right = table(rows), table(rows).add_prefix("right ")
    inputs = {"left_dataset": Dataset(left), "right_dataset": Dataset(right)}
    return Twin("pandas.concat(axis=1)", lambda: pd.concat([left, right], axis=1), inputs)


def add_rows(rows: int) -> Twin:
    frame = table(rows)
    inputs = {"dataset1": Dataset(frame), "dataset2": Dataset(frame)}
    return Twin("pandas.concat", lambda: pd.concat([frame, frame], ignore_index=True), inputs)


def math(rows: int) -> Twin:
    frame = table(rows)[NUMBERS]
    return Twin("numpy.sin", lambda: np.sin(frame), one(frame), {"operation": "Sin", "output_mode": "ResultOnly"})


def sql(rows: int) -> Twin:
    import duckdb

    query = "select purpose, avg(income) as income from t1 group by purpose order by purpose"
    frame = table(rows)

    def asked() -> object:
        with duckdb.connect() as connection:
            connection.register("t1", frame)
            return connection.sql(query).df()

    return Twin("duckdb", asked, {"t1": Dataset(frame)}, {"sql_query_script": query})


def clean(rows: int) -> Twin:
    frame = with_gaps(rows)
    return Twin(
        "DataFrame.fillna(DataFrame.mean())",
        lambda: frame.fillna(frame.mean()),
        one(frame),
        {"cleaning_mode": "Replace with mean"},
    )


def clip(rows: int) -> Twin:
    frame = table(rows)[NUMBERS]
    wanted = {"set_of_thresholds": "ClipPeaksAndSubpeaks", "upper_constant": 1.0, "lower_constant": -1.0}
    return Twin("DataFrame.clip", lambda: frame.clip(-1, 1), one(frame), wanted)


def csv(rows: int) -> Twin:
    frame = table(rows)
    return Twin("DataFrame.to_csv", lambda: frame.to_csv(index=False).encode(), one(frame))


def convert_to_dataset(rows: int) -> Twin:
    frame = table(rows)[TEXTS]
    wanted = {"action": "SetMissingValues", "custom_missing_value": "car"}
    return Twin("DataFrame.mask", lambda: frame.mask(frame.eq("car")), one(frame), wanted)


def indicators(rows: int) -> Twin:
    frame = table(rows)[TEXTS]
    wanted = {"overwrite_categorical_columns": True}
    return Twin("pandas.get_dummies", lambda: pd.get_dummies(frame, dtype="int64"), one(frame), wanted)


def edit_metadata(rows: int) -> Twin:
    frame = table(rows)
    wanted = {"columns": columns(*TEXTS), "categorical": "Categorical"}
    return Twin(
        "DataFrame.astype('category')", lambda: frame.astype(dict.fromkeys(TEXTS, "category")), one(frame), wanted
    )


def bins(rows: int) -> Twin:
    frame = table(rows)[NUMBERS]
    wanted = {"quantile_normalization": "Quantile Index", "output_mode": "Result Only"}
    return Twin("pandas.qcut", lambda: frame.apply(lambda values: pd.qcut(values, 10)), one(frame), wanted)


def join(rows: int) -> Twin:
    left = table(rows).assign(key=np.arange(rows))
    right = left[["key", "income"]].sample(frac=1, random_state=0).rename(columns={"income": "other"})
    right = right.reset_index(drop=True)
    inputs = {"left_dataset": Dataset(left), "right_dataset": Dataset(right)}
    wanted = {"left_key_columns": ("key",), "right_key_columns": ("key",), "keep_right_key_columns": False}
    return Twin("DataFrame.merge", lambda: left.merge(right, on="key"), inputs, wanted)


def normalize(rows: int) -> Twin:
    from sklearn.preprocessing import StandardScaler

    frame = table(rows)[NUMBERS]
    return Twin(
        "StandardScaler", lambda: StandardScaler().set_output(transform="pandas").fit_transform(frame), one(frame)
    )


def partition(rows: int) -> Twin:
    frame = table(rows)
    wanted = {"rate_of_sampling": 0.5}
    return Twin("DataFrame.sample", lambda: frame.sample(frac=0.5, random_state=0), one(frame), wanted)


def duplicates(rows: int) -> Twin:
    frame = table(rows)[TEXTS]
    return Twin("DataFrame.drop_duplicates", frame.drop_duplicates, one(frame), {"key_columns": columns(*TEXTS)})


def smote(rows: int) -> Twin:
    from imblearn.over_sampling import SMOTE

    frame = table(rows)[NUMBERS].assign(rare=np.where(table(rows)["income"] > 70, "yes", "no"))
    strategy = {"yes": 2 * int(frame["rare"].eq("yes").sum())}
    sampler = SMOTE(sampling_strategy=strategy, k_neighbors=5, random_state=0)
    wanted = {"label": "rare", "number_of_nearest_neighbors": 5}
    inputs = one(frame, "samples", rare="label")
    return Twin("imblearn SMOTE", lambda: sampler.fit_resample(frame[NUMBERS], frame["rare"]), inputs, wanted)


def select_columns(rows: int) -> Twin:
    frame = table(rows)
    return Twin("frame[names]", lambda: frame[NUMBERS], one(frame), {"select_columns": columns(*NUMBERS)})


def select_columns_transform(rows: int) -> Twin:
    frame = table(rows)
    return Twin("list(frame.columns)", lambda: list(frame.columns), one(frame, "dataset_with_desired_columns"))


def select_rows(rows: int) -> Twin:
    frame = table(rows)

    def selected() -> object:
        chosen = frame["income"] > 50
        return frame[chosen].reset_index(drop=True), frame[~chosen].reset_index(drop=True)

    condition = {"column": "income", "operator": ">", "values": [50]}
    return Twin("frame[mask], frame[~mask]", selected, one(frame), {"conditions": [condition]})


def split(rows: int) -> Twin:
    from sklearn.model_selection import train_test_split

    frame = table(rows)
    return Twin("train_test_split", lambda: train_test_split(frame, train_size=0.5, random_state=0), one(frame))


def apply(rows: int) -> Twin:
    from sklearn.preprocessing import StandardScaler

    frame = table(rows)[NUMBERS]
    transformation = catalog()["normalize_data"].run(one(frame), {})["transformation_function"]
    scaler = StandardScaler().set_output(transform="pandas").fit(frame)
    inputs = {"transformation": transformation, "dataset": Dataset(frame)}
    return Twin("StandardScaler.transform", lambda: scaler.transform(frame), inputs)


def read_csv(rows: int) -> Twin:
    file = written(rows)
    return Twin("pandas.read_csv", lambda: pd.read_csv(file.path), {"file": file}, {"file_name": file.name})


def entered(rows: int) -> Twin:
    from io import StringIO

    text = table(rows).to_csv(index=False)
    return Twin("pandas.read_csv", lambda: pd.read_csv(StringIO(text)), {}, {"data": text})


CASES: dict[str, Case] = {
    "read_table": Case(read_csv),
    "enter_data_manually": Case(entered),
    "convert_to_csv": Case(csv),
    "convert_to_dataset": Case(convert_to_dataset),
    "add_columns": Case(add_columns),
    "add_rows": Case(add_rows),
    "apply_math_operation": Case(math),
    "apply_sql_transformation": Case(sql),
    "apply_transformation": Case(apply),
    "clean_missing_data": Case(clean),
    "clip_values": Case(clip),
    "convert_to_indicator_values": Case(indicators),
    "edit_metadata": Case(edit_metadata),
    "group_data_into_bins": Case(bins),
    "join_data": Case(join),
    "normalize_data": Case(normalize),
    "partition_and_sample": Case(partition),
    "remove_duplicate_rows": Case(duplicates),
    "select_columns_in_dataset": Case(select_columns),
    "select_columns_transform": Case(select_columns_transform),
    "select_rows": Case(select_rows),
    "smote": Case(smote),
    "split_data": Case(split),
}
