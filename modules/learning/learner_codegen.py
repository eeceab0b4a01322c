"""How learners, training, scoring and measuring are written as plain scikit-learn."""

import inspect
from itertools import takewhile
from typing import Any

from modules.kit import UntrainedModel
from modules.kit.codegen.script_builder import (
    CannotGenerateCode,
    Expression,
    ScriptVariable,
    StepCode,
    format_call,
    to_literal,
)
from modules.learning import exported_functions
from modules.learning.encoding import MAX_NATIVE_CATEGORIES, choose_encoding
from modules.learning.estimators import NEWTON_COEFFICIENTS
from modules.learning.learners import split_pipeline, unwrap_estimator

#: The column in which Partition and Sample writes the fold of each row.
FOLD_COLUMN = "Fold Number"
#: Estimators that are told which of their columns are categories.
HISTOGRAM_ESTIMATORS = ("HistGradientBoostingClassifier", "HistGradientBoostingRegressor")


def write_learner(step: StepCode) -> None:
    """Any learner: its estimator is made, and written from what differs from its defaults."""
    models = {
        name: value.facts["untrained"] for name, value in step.inputs.items() if isinstance(value, ScriptVariable)
    }
    port = step.module.outputs[0].name
    if step.module.missing_packages:
        raise CannotGenerateCode(f"It needs packages that are not installed here: {step.module.install_command}.")
    untrained: UntrainedModel = step.module.run(models, step.explicit_parameters)[port]
    estimator, number_steps = split_pipeline(untrained)
    name = step.reserve_name(step.title)
    step.add(f"{name} = {write_expression(estimator, step)}")
    facts = {"untrained": untrained, "estimator": estimator, "scalers": [scaler for _, scaler in number_steps]}
    step.outputs[port] = ScriptVariable(name, facts={**facts, "task": untrained.task, "learner": untrained.learner})


def write_expression(value: Any, step: StepCode) -> str:
    """An estimator as the call that makes it, with what differs from its defaults; other values as they are."""
    if inspect.isfunction(value):
        return step.use(value)
    if not hasattr(value, "get_params"):
        if type(value).__module__.startswith("sklearn."):
            step.add_imports(f"from {_find_public_module(value)} import {type(value).__name__}")
            return repr(value)
        return to_literal(value)
    if type(value).__module__.startswith("modules."):
        step.use(type(value))
    else:
        step.add_imports(f"from {_find_public_module(value)} import {type(value).__name__}")
    defaults = {name: one.default for name, one in inspect.signature(type(value).__init__).parameters.items()}
    given = value.get_params(deep=False)
    changed = {
        name: Expression(write_expression(one, step))
        for name, one in given.items()
        if _differs_from_default(one, defaults.get(name))
    }
    return format_call(type(value).__name__, **changed)


def _differs_from_default(value: Any, default: Any) -> bool:
    same = value is default or (type(value) is type(default) and value == default)
    return not same and not (isinstance(value, float) and value == default)


def _find_public_module(value: Any) -> str:
    """The module that users import a class from: without the private parts of its path."""
    path = type(value).__module__.split(".")
    if path[0] in ("lightgbm", "xgboost", "quantile_forest"):
        return path[0]
    return ".".join(takewhile(lambda part: not part.startswith("_"), path))


def write_pipeline(step: StepCode, learner: ScriptVariable, features: str, wide: bool, rows: str) -> tuple[str, str]:
    """An expression for the unfitted pipeline, and what `fit` is to be told besides."""
    step.add_imports("from sklearn.pipeline import Pipeline", "from sklearn.base import clone")
    estimator = learner.facts["estimator"]
    inner = unwrap_estimator(estimator)
    kind = type(inner).__name__
    encoding = choose_encoding(inner)
    category_encoder = (
        format_call(step.use(exported_functions.make_one_hot_encoder))
        if encoding == "one-hot"
        else format_call(
            step.use(exported_functions.make_ordinal_encoder),
            *([MAX_NATIVE_CATEGORIES] if encoding == "native" else []),
        )
    )
    scalers = [Expression(write_expression(scaler, step)) for scaler in learner.facts["scalers"]]
    encoder = format_call(
        step.use(exported_functions.make_encoder), Expression(features), Expression(category_encoder), *scalers
    )
    changes, fit_arguments = _write_data_settings(step, estimator, kind, features, wide, rows)
    fresh = f"clone({learner})" + (f".set_params({changes})" if changes else "")
    return f'Pipeline([("encoder", {encoder}), ("estimator", {fresh})])', fit_arguments


def _write_data_settings(
    step: StepCode, estimator: Any, kind: str, features: str, wide: bool, rows: str
) -> tuple[str, str]:
    """What only the data decide of an estimator, and arguments of its `fit`."""
    within = "estimator__" if hasattr(estimator, "estimator") and type(estimator).__name__ != kind else ""
    if kind in HISTOGRAM_ESTIMATORS:
        places = f"{step.use(exported_functions.list_category_positions)}({features})"
        return f"{within}categorical_features={places} or None", ""
    if kind.startswith("LGBM"):
        places = f"{step.use(exported_functions.list_category_positions)}({features})"
        return "", f", estimator__categorical_feature={places}"
    if kind.startswith("XGB"):
        kinds = f"{step.use(exported_functions.list_feature_types)}({features})"
        return f"{within}enable_categorical=True, {within}feature_types={kinds}", ""
    if kind == "LogisticRegression" and not within and not wide and float("inf") > estimator.C:
        return 'solver="newton-cholesky"', ""
    if kind == "PoissonRegressor":
        newton = ', solver="newton-cholesky"' if estimator.alpha > 0 and not wide else ""
        return f"alpha={to_literal(estimator.alpha)} / len({rows}){newton}", ""
    return "", ""


def write_feature_selection(table: ScriptVariable, label: str | None) -> str:
    """An expression for the columns to learn from: all but the label and those with another role."""
    others = [name for name, role in table.roles.items() if role != "feature" and name != label]
    known = table.schema is not None and table.schema.complete
    if known and table.schema is not None:
        others = [name for name in others if name in table.schema]
    unsure = ', errors="ignore"' if others and not known else ""
    left_out = [*([label] if label is not None else []), *others]
    return f".drop(columns={to_literal(left_out)}{unsure})" if left_out else ""


def is_wide(table: ScriptVariable) -> bool:
    """Whether the encoded table has too many columns for Newton's method."""
    return bool(table.facts.get("wide")) or (table.schema is not None and len(table.schema) > NEWTON_COEFFICIENTS)


def write_labelled_rows(step: StepCode, table: ScriptVariable, label: str) -> str:
    """The rows whose label is there, which are those to learn from."""
    present = f"{table}.dropna(subset=[{to_literal(label)}]).reset_index(drop=True)"
    return step.define_once("rows", present, f"{table}_rows")


def write_target(step: StepCode, learner: ScriptVariable, rows: str, label: str) -> str:
    column = f"{rows}[{to_literal(label)}]"
    if learner.facts["task"] in ("regression", "quantile"):
        return f'{column}.astype("float64")'
    return f"{step.use(exported_functions.get_class_values)}({column})"


def write_scores(step: StepCode, model: ScriptVariable, data: str, threshold: float | None = None) -> str:
    """An expression for the data with the scores of a model."""
    task = model.facts["task"]
    if "score" in model.facts:
        return str(model.facts["score"](step, data))
    if "made" in model.facts:
        return f"{step.use(exported_functions.score_with_own_class)}({model}, {data}, {model.facts['features']})"
    if task == "regression":
        return f"{step.use(exported_functions.score_numbers)}({model}, {data})"
    if task == "quantile":
        return f"{step.use(exported_functions.score_quantiles)}({model}, {data})"
    given = {} if threshold is None else {"threshold": threshold}
    return format_call(step.use(exported_functions.score_classes), Expression(str(model)), Expression(data), **given)


def write_fit(
    step: StepCode, learner: ScriptVariable, data: ScriptVariable, rows: str, label: str, model_name: str
) -> ScriptVariable:
    """Train on rows that all have a label; the model is called `model_name`, a name that is taken for it."""
    features = step.define_once("features", f"{rows}{write_feature_selection(data, label)}", "features")
    goal = write_target(step, learner, rows, label)
    facts = {**learner.facts, "label": label}
    if "made" in learner.facts:
        step.add(
            f"{model_name} = {learner.facts['made']}()", f"{model_name}.train({features}.copy(), pd.Series({goal}))"
        )
        return ScriptVariable(
            model_name, facts={**facts, "features": f"list({features})", "classes": f"np.unique({goal})"}
        )
    pipeline, fit_arguments = write_pipeline(step, learner, features, is_wide(data), rows)
    step.add(f"{model_name} = {pipeline}", f"{model_name}.fit({features}, {goal}{fit_arguments})")
    return ScriptVariable(model_name, facts=facts)


def write_splits(
    step: StepCode,
    learner: ScriptVariable,
    data: ScriptVariable,
    rows: str,
    label: str,
    number_of_folds: int,
    seed: int,
) -> str:
    """An expression for the folds: those that the data carry, else drawn at random, of classes in equal shares."""
    if data.roles.get(FOLD_COLUMN) == "group":
        return f"{step.use(exported_functions.split_by_fold)}({rows}[{to_literal(FOLD_COLUMN)}])"
    numbers = learner.facts["task"] in ("regression", "quantile")
    kind = "KFold" if numbers else "StratifiedKFold"
    step.add_imports(f"from sklearn.model_selection import {kind}")
    folds = format_call(kind, number_of_folds, shuffle=True, random_state=seed)
    return f"{folds}.split({rows}, {write_target(step, learner, rows, label)})"


def collect_score_facts(model: ScriptVariable, data: ScriptVariable) -> dict[str, Any]:
    """What the writers of measures have to know of the scores of a model."""
    facts = {name: model.facts.get(name) for name in ("task", "learner", "label")}
    measure = {"measure": model.facts["measure"]} if "measure" in model.facts else {}
    marked = next((name for name, role in data.roles.items() if role == "label"), None)
    return {
        **facts,
        **measure,
        "label": facts["label"] or marked,
        "classes": model.facts.get("classes") or f"{model}.classes_",
    }


def write_metrics(step: StepCode, scored: ScriptVariable) -> str:
    """An expression for the metrics of a table of scores."""
    facts = scored.facts
    if "measure" in facts:
        return str(facts["measure"](step, scored))
    label, task = facts.get("label"), facts.get("task")
    if label is None or task is None:
        raise CannotGenerateCode(
            "The meaning of its scores is known only during a run. Measure them with sklearn.metrics."
        )
    if task == "regression":
        return format_call(step.use(exported_functions.measure_regression), scored, label)
    if task == "quantile":
        return format_call(step.use(exported_functions.measure_quantiles), scored, label)
    return format_call(step.use(exported_functions.measure_classes), scored, label, Expression(facts["classes"]))
