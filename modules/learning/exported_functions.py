"""Functions that stand in exported scripts, as they are here: plain pandas and scikit-learn, nothing of this package.

What they give equals what the modules give; tests hold each sample design to it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from modules.learning.anomaly import rescale_scores
from modules.learning.encoding import to_numbers, to_text, to_time_parts
from modules.learning.metric_formulas import compute_quantile_metrics

TEXT_DTYPES = ["str", "object", "category"]
NUMBER_DTYPES = ["number", "bool", "boolean"]
TIME_DTYPES = ["datetime", "datetimetz"]


def make_encoder(features: pd.DataFrame, category_encoder: Any, scaler: Any = None) -> Any:
    """Columns become numbers: text and categories by the encoder; numbers and the parts of times by the scaler."""
    from sklearn.base import clone
    from sklearn.compose import ColumnTransformer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer

    scale = [] if scaler is None else [scaler]
    groups = [
        ("categories", TEXT_DTYPES, to_text, [category_encoder]),
        ("numbers", NUMBER_DTYPES, to_numbers, scale),
        ("times", TIME_DTYPES, to_time_parts, scale),
    ]
    transformers = [
        (name, make_pipeline(FunctionTransformer(function), *map(clone, steps)), list(columns))
        for name, kinds, function, steps in groups
        if len(columns := features.select_dtypes(kinds).columns)
    ]
    return ColumnTransformer(transformers, sparse_threshold=0)


def make_plain_encoder(features: pd.DataFrame, category_encoder: Any, scaler: Any = None) -> Any:
    """Columns become numbers: text and categories by the encoder, numbers by the scaler."""
    from sklearn.compose import ColumnTransformer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer

    texts = list(features.select_dtypes(TEXT_DTYPES).columns)
    numbers = make_pipeline(FunctionTransformer(to_numbers), *([] if scaler is None else [scaler]))
    transformers = [
        ("categories", make_pipeline(FunctionTransformer(to_text), category_encoder), texts),
        ("numbers", numbers, [name for name in features if name not in texts]),
    ]
    return ColumnTransformer([one for one in transformers if one[2]], sparse_threshold=0)


def make_number_encoder(features: pd.DataFrame, scaler: Any = None) -> Any:
    """The columns, which are all numbers, by the scaler."""
    from sklearn.compose import make_column_transformer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer

    steps = [] if scaler is None else [scaler]
    return make_column_transformer((make_pipeline(FunctionTransformer(to_numbers), *steps), list(features)))


def put_preprocessing_in_front(model: Any, prepare: Any, features: pd.DataFrame) -> Any:
    """A fitted pipeline that takes the features as they were before the preprocessing."""
    from sklearn.pipeline import Pipeline
    from sklearn.preprocessing import FunctionTransformer

    return Pipeline([("preprocessing", FunctionTransformer(prepare).fit(features)), *model.steps])


def make_sparse_encoder(features: pd.DataFrame, category_encoder: Any, scaler: Any = None) -> Any:
    """Columns become numbers, as by `make_encoder`; where one holds sparse rows, everything stays sparse."""
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import FunctionTransformer

    vectors = list_sparse_columns(features)
    encoder = make_encoder(features.drop(columns=vectors), category_encoder, scaler)
    if vectors:
        stack = make_pipeline(FunctionTransformer(stack_sparse_rows))
        encoder.set_params(transformers=[*encoder.transformers, ("vectors", stack, vectors)], sparse_threshold=1.0)
    return encoder


def list_sparse_columns(features: pd.DataFrame) -> list[str]:
    """The columns whose cells are sparse rows."""
    return [name for name in features.select_dtypes("object") if hasattr(features[name].iloc[0], "tocsr")]


def choose_solver(features: pd.DataFrame) -> str:
    """Newton's method for few features, L-BFGS for very many."""
    return "lbfgs" if list_sparse_columns(features) else "newton-cholesky"


def stack_sparse_rows(frame: pd.DataFrame) -> Any:
    """One sparse matrix of columns whose cells are sparse rows."""
    from scipy.sparse import hstack, vstack

    return hstack([vstack(list(frame[name])) for name in frame], format="csr", dtype="float64")


def make_one_hot_encoder() -> Any:
    """A column of 0 and 1 for each value; values that training has not seen have none."""
    from sklearn.preprocessing import OneHotEncoder

    return OneHotEncoder(handle_unknown="ignore", sparse_output=False)


def make_ordinal_encoder(max_categories: int | None = None) -> Any:
    """Categories as whole numbers in the order of the alphabet; unseen and missing ones are missing."""
    from sklearn.preprocessing import OrdinalEncoder

    return OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan, max_categories=max_categories)


def list_category_positions(features: pd.DataFrame) -> list[int]:
    """Where the categories stand after encoding: first."""
    return list(range(len(features.select_dtypes(TEXT_DTYPES).columns)))


def list_feature_types(features: pd.DataFrame) -> list[str]:
    """The kind of each encoded column for XGBoost: categories first, then quantities. A time has four parts."""
    categories = len(features.select_dtypes(TEXT_DTYPES).columns)
    quantities = len(features.select_dtypes(NUMBER_DTYPES).columns) + 4 * len(
        features.select_dtypes(TIME_DTYPES).columns
    )
    return ["c"] * categories + ["q"] * quantities


def list_directions(features: pd.DataFrame, directions: Mapping[str, int]) -> tuple[int, ...]:
    """In which direction each encoded column may move a prediction; 0 is any."""
    numbers = [directions.get(str(name), 0) for name in features.select_dtypes(NUMBER_DTYPES).columns]
    categories = len(features.select_dtypes(TEXT_DTYPES).columns)
    return (*[0] * categories, *numbers, *[0] * 4 * len(features.select_dtypes(TIME_DTYPES).columns))


def get_class_values(label: "pd.Series[Any]") -> Any:
    """The values of a label as booleans, whole numbers or text."""
    if isinstance(label.dtype, pd.CategoricalDtype):
        label = pd.Series(label.to_numpy())
    if pd.api.types.is_bool_dtype(label.dtype):
        return label.to_numpy(dtype=bool)
    if pd.api.types.is_numeric_dtype(label.dtype):
        return label.to_numpy(dtype="int64")
    return label.map(str).to_numpy(dtype=object)


def get_class_names(values: "pd.Series[Any]") -> Any:
    """Classes as text; whole numbers have no decimal point."""
    if pd.api.types.is_float_dtype(values.dtype) and (values == values.round()).all():
        values = values.astype("int64")
    return np.array([str(value) for value in values], dtype=object)


def score_numbers(model: Any, data: pd.DataFrame) -> pd.DataFrame:
    """The data with the prediction."""
    return drop_scores(data).assign(**{"Scored Labels": model.predict(data)})


def score_quantiles(model: Any, data: pd.DataFrame) -> pd.DataFrame:
    """The data with a column for each quantile."""
    quantiles = (model if hasattr(model, "default_quantiles") else model[-1]).default_quantiles
    predicted = model.predict(data).reshape(len(data), len(quantiles))
    names = [f"Scored Quantiles_{quantile:g}" for quantile in quantiles]
    return pd.concat([drop_scores(data), pd.DataFrame(predicted, columns=names)], axis=1)


def score_classes(model: Any, data: pd.DataFrame, threshold: float | None = None) -> pd.DataFrame:
    """The data with the likeliest class and its probabilities: of two classes that of the later one, else all."""
    probabilities = get_class_probabilities(model, data)
    called = probabilities.argmax(axis=1) if threshold is None else (probabilities[:, 1] >= threshold).astype(int)
    scores = {"Scored Labels": model.classes_[called]}
    if len(model.classes_) == 2:
        scores["Scored Probabilities"] = probabilities[:, 1]
    else:
        scores |= {f"Scored Probabilities_{name}": probabilities[:, i] for i, name in enumerate(model.classes_)}
    return pd.concat([drop_scores(data), pd.DataFrame(scores)], axis=1)


def get_class_probabilities(model: Any, data: pd.DataFrame) -> Any:
    """The probability of each class; of a model that votes between pairs of classes the shares of its votes."""
    if hasattr(model, "predict_proba"):
        return model.predict_proba(data)
    votes = model.decision_function(data) + 1 / 3
    return votes / votes.sum(axis=1, keepdims=True)


def drop_scores(data: pd.DataFrame) -> pd.DataFrame:
    """The data without the scores of an earlier model."""
    scores = ("Scored Labels", "Scored Probabilities", "Scored Quantiles_")
    return data.drop(columns=[name for name in data if name.startswith(scores)]).reset_index(drop=True)


def get_weights(rows: pd.DataFrame, weight: str | None) -> Any:
    """How much each row counts; None where all count alike."""
    return None if weight is None else rows[weight].to_numpy(dtype="float64")


def match_class_weights(weights: Mapping[str, float], goal: Any, *, numbered: bool = False) -> dict[Any, float]:
    """The weights of classes by the values of the label, or by the numbers of its classes, instead of their names."""
    named = [(number if numbered else value, str(value)) for number, value in enumerate(np.unique(goal))]
    return {value: weights[name] for value, name in named if name in weights}


def fit_many_models(model: Any, features: pd.DataFrame, goal: Any, weights: Any) -> None:
    """Train one-vs-all or one-vs-one, where each of the models within counts the rows by their weights."""
    import sklearn

    encoded, combined = model[:-1].fit_transform(features, goal), model[-1]
    with sklearn.config_context(enable_metadata_routing=True):
        for within in combined.get_params().values():
            if hasattr(within, "set_fit_request"):
                within.set_fit_request(sample_weight=True)
        combined.fit(encoded, goal, sample_weight=weights)


def measure_regression(scored: pd.DataFrame, label: str, weight: str | None = None) -> dict[str, float]:
    """Errors of predicted numbers; the relative ones compare with always predicting the mean."""
    from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error

    known = scored.dropna(subset=[label, "Scored Labels"])
    truth, predicted, weights = known[label], known["Scored Labels"], get_weights(known, weight)
    error = mean_absolute_error(truth, predicted, sample_weight=weights)
    spread = np.average((truth - np.average(truth, weights=weights)).abs(), weights=weights)
    determination = r2_score(truth, predicted, sample_weight=weights) if spread else float("nan")
    return {
        "Mean_Absolute_Error": float(error),
        "Root_Mean_Squared_Error": float(root_mean_squared_error(truth, predicted, sample_weight=weights)),
        "Relative_Absolute_Error": float(error / spread) if spread else float("nan"),
        "Relative_Squared_Error": float(1 - determination),
        "Coefficient_of_Determination": float(determination),
    }


def measure_quantiles(scored: pd.DataFrame, label: str, weight: str | None = None) -> dict[str, float]:
    """The mean pinball loss of each quantile, and how often the truth lies between the outer ones."""
    names = [name for name in scored if name.startswith("Scored Quantiles_")]
    known = scored.dropna(subset=[label, *names])
    predicted = {float(name.removeprefix("Scored Quantiles_")): known[name].to_numpy() for name in names}
    truth = known[label].to_numpy(dtype="float64")
    return compute_quantile_metrics(truth, predicted, get_weights(known, weight))


def measure_classes(scored: pd.DataFrame, label: str, classes: Any, weight: str | None = None) -> dict[str, float]:
    """How well classes are told apart: of two the metrics of the later one, of more the means over all classes."""
    from sklearn.metrics import accuracy_score, precision_recall_fscore_support

    names = [str(name) for name in classes]
    columns = [name for name in scored if name.startswith("Scored Probabilities")]
    known = scored.dropna(subset=[label, "Scored Labels", *columns])
    truth, predicted = get_class_names(known[label]), get_class_names(known["Scored Labels"])
    weights = get_weights(known, weight)
    if len(names) == 2:
        positive = names[1]
        of_positive = next((name for name in columns if name.endswith(("Probabilities", f"_{positive}"))), None)
        ranked = None if of_positive is None else known[of_positive].to_numpy(dtype="float64")
        return measure_two_classes(truth == positive, predicted == positive, ranked, weights)
    means = precision_recall_fscore_support(truth, predicted, average="macro", zero_division=0, sample_weight=weights)
    found = {
        "Accuracy": float(accuracy_score(truth, predicted, sample_weight=weights)),
        "Macro_Precision": float(means[0]),
        "Macro_Recall": float(means[1]),
        "Macro_F1": float(means[2]),
    }
    if columns:
        given = known[[f"Scored Probabilities_{name}" for name in names]].to_numpy(dtype="float64")
        # A class that the model does not know has the probability 0.
        chance = (given * (truth[:, None] == np.array(names, dtype=object))).sum(axis=1)
        smallest = np.finfo("float64").eps
        found["Log_Loss"] = float(-np.average(np.log(np.clip(chance, smallest, 1 - smallest)), weights=weights))
    return found


def measure_two_classes(truth: Any, predicted: Any, ranked: Any = None, weights: Any = None) -> dict[str, float]:
    """Metrics of the positive class, from booleans and its probabilities."""
    from sklearn.metrics import (
        accuracy_score,
        average_precision_score,
        f1_score,
        log_loss,
        precision_score,
        recall_score,
        roc_auc_score,
    )

    counted = np.ones(len(truth), dtype=bool) if weights is None else weights > 0
    found = {
        "Accuracy": accuracy_score(truth, predicted, sample_weight=weights),
        "Precision": precision_score(truth, predicted, zero_division=0, sample_weight=weights),
        "Recall": recall_score(truth, predicted, zero_division=0, sample_weight=weights),
        "F1": f1_score(truth, predicted, zero_division=0, sample_weight=weights),
    }
    if ranked is not None:
        # Without rows of both classes there is nothing to rank.
        some, both = truth[counted].any(), 0 < truth[counted].sum() < counted.sum()
        found["AUC"] = roc_auc_score(truth, ranked, sample_weight=weights) if both else float("nan")
        found["Average_Precision"] = (
            average_precision_score(truth, ranked, sample_weight=weights) if some else float("nan")
        )
        if ranked.min() >= 0 and ranked.max() <= 1:
            found["Log_Loss"] = log_loss(truth, ranked, labels=[False, True], sample_weight=weights)
    return {name: float(value) for name, value in found.items()}


def make_fold_table(
    fold_metrics: list[dict[str, float]], learner: str, folds: Iterable[int] | None = None
) -> pd.DataFrame:
    """A row of metrics for each fold, then their mean and standard deviation."""
    table = pd.DataFrame(fold_metrics)
    whole = pd.concat([table, pd.DataFrame([table.mean(), table.std()])], ignore_index=True)
    whole.insert(
        0, "Fold Number", [*map(str, range(len(table)) if folds is None else folds), "Mean", "Standard Deviation"]
    )
    whole.insert(2, "Model", learner)
    return whole


def score_with_own_class(model: Any, data: pd.DataFrame, features: list[str]) -> pd.DataFrame:
    """The data with what a model with `predict(df)` returned; its labels come first."""
    returned = model.predict(data[features].copy()).reset_index(drop=True)
    first = "Scored Labels" if "Scored Labels" in returned else returned.columns[0]
    returned = returned.rename(columns={first: "Scored Labels"})
    known = ("scored probabilities", "probabilities", "probability")
    return pd.concat(
        [
            drop_scores(data),
            returned.rename(columns={name: "Scored Probabilities" for name in returned if name.lower() in known}),
        ],
        axis=1,
    )


def split_by_fold(folds: "pd.Series[Any]") -> list[tuple[Any, Any]]:
    """The rows to train on and those to score, for each fold that a column names."""
    return [(np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)) for fold in sorted(folds.unique())]


def split_by_time(times: "pd.Series[Any]", count: int) -> list[tuple[Any, Any]]:
    """Folds from older rows to newer ones: the rows to train on are all that are older than those to score.

    Rows of the same time stay together. Where no two are, these are the folds of scikit-learn's TimeSeriesSplit.
    """
    ranked = times.reset_index(drop=True).sort_values(kind="stable")
    order, rows = ranked.index.to_numpy(), len(ranked)
    # A fold can only begin where the time changes.
    begins = np.append(np.flatnonzero((ranked != ranked.shift()).to_numpy()), rows)
    wanted = rows - rows // (count + 1) * np.arange(count, -1, -1)
    ends = begins[np.searchsorted(begins, wanted)]
    return [
        (np.sort(order[:start]), np.sort(order[start:end]))
        for start, end in (ends[place : place + 2] for place in range(count))
    ]


def split_series_by_time(rows: pd.DataFrame, time: str, series_by: list[str], count: int) -> list[tuple[Any, Any]]:
    """Folds from older rows to newer ones of each series; a series with too few times is only trained on."""
    pairs: list[tuple[list[Any], list[Any]]] = [([], []) for _ in range(count)]
    whole = rows.reset_index(drop=True)
    for places in whole.groupby(series_by, sort=False, dropna=False, observed=True).indices.values():
        found = split_by_time(whole[time].iloc[places], count)
        usable = all(len(train) and len(test) for train, test in found)
        for (trained, tested), (train, test) in zip(pairs, found, strict=True):
            trained.append(places[train] if usable else places)
            tested.append(places[test] if usable else places[:0])
    return [(np.sort(np.concatenate(trained)), np.sort(np.concatenate(tested))) for trained, tested in pairs]


def get_anomaly_scores(model: Any, rows: Any) -> Any:
    """A detector's own scores, higher for stranger rows."""
    detector, encoded = model[-1], model[:-1].transform(rows)
    if hasattr(detector, "inverse_transform"):
        return np.linalg.norm(encoded - detector.inverse_transform(detector.transform(encoded)), axis=1)
    return -detector.decision_function(encoded)


def score_anomalies(model: Any, data: pd.DataFrame, lowest: float, threshold: float) -> pd.DataFrame:
    """The data with 1 for anomalies, and their scores: 0.5 is the threshold, toward 1 the stranger a row is."""
    raw_scores = get_anomaly_scores(model, data)
    labels = (raw_scores > threshold).astype("int64")
    scores = {"Scored Labels": labels, "Scored Probabilities": rescale_scores(raw_scores, lowest, threshold)}
    return drop_scores(data).assign(**scores)


def measure_anomaly_scores(scored: pd.DataFrame, label: str, weight: str | None = None) -> dict[str, float]:
    """How well scores find the rarer one of the label's two values. A score is no probability: there is no log loss."""
    known = scored.dropna(subset=[label, "Scored Labels", "Scored Probabilities"])
    names = get_class_names(known[label])
    values = sorted(set(names))
    anomaly = values[0] if (names == values[0]).sum() < (names == values[1]).sum() else values[1]
    labels, ranked = (known["Scored Labels"] == 1).to_numpy(), known["Scored Probabilities"].to_numpy()
    found = measure_two_classes(names == anomaly, labels, ranked, get_weights(known, weight))
    found.pop("Log_Loss", None)
    return found
