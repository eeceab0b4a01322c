"""How learners, training, scoring and measuring are written as plain scikit-learn."""

import inspect
from itertools import takewhile
from typing import Any

from modules.kit import UntrainedModel
from modules.kit.writing import CannotWrite, Step, Text, Value, call, literal
from modules.learning import written
from modules.learning.encoding import MOST_CATEGORIES, encoding_for
from modules.learning.estimators import NEWTON_COEFFICIENTS
from modules.learning.learners import innermost, parts

#: The column in which Partition and Sample writes the fold of each row.
FOLD = "Fold Number"
#: Estimators that are told which of their columns are categories.
HISTOGRAMS = ("HistGradientBoostingClassifier", "HistGradientBoostingRegressor")


def write_learner(step: Step) -> None:
    """Any learner: its estimator is made, and written from what differs from its defaults."""
    models = {name: value.facts["untrained"] for name, value in step.inputs.items() if isinstance(value, Value)}
    port = step.module.outputs[0].name
    if step.module.missing:
        raise CannotWrite(f"It needs packages that are not installed here: {step.module.install}.")
    made: UntrainedModel = step.module.run(models, step.given)[port]
    estimator, number_steps = parts(made)
    name = step.name(step.title)
    step.add(f"{name} = {expression(estimator, step)}")
    facts = {"untrained": made, "estimator": estimator, "scalers": [scaler for _, scaler in number_steps]}
    step.outputs[port] = Value(name, facts={**facts, "task": made.task, "learner": made.learner})


def expression(value: Any, step: Step) -> str:
    """An estimator as the call that makes it, with what differs from its defaults; other values as they are."""
    if inspect.isfunction(value):
        return step.use(value)
    if not hasattr(value, "get_params"):
        if type(value).__module__.startswith("sklearn."):
            step.imports(f"from {_public(value)} import {type(value).__name__}")
            return repr(value)
        return literal(value)
    if type(value).__module__.startswith("modules."):
        step.use(type(value))
    else:
        step.imports(f"from {_public(value)} import {type(value).__name__}")
    defaults = {name: one.default for name, one in inspect.signature(type(value).__init__).parameters.items()}
    given = value.get_params(deep=False)
    changed = {name: Text(expression(one, step)) for name, one in given.items() if _differs(one, defaults.get(name))}
    return call(type(value).__name__, **changed)


def _differs(value: Any, default: Any) -> bool:
    same = value is default or (type(value) is type(default) and value == default)
    return not same and not (isinstance(value, float) and value == default)


def _public(value: Any) -> str:
    """The module that users import a class from: without the private parts of its path."""
    path = type(value).__module__.split(".")
    if path[0] in ("lightgbm", "xgboost", "quantile_forest"):
        return path[0]
    return ".".join(takewhile(lambda part: not part.startswith("_"), path))


def write_pipeline(step: Step, learner: Value, features: str, wide: bool, rows: str) -> tuple[str, str]:
    """An expression for the unfitted pipeline, and what `fit` is to be told besides."""
    step.imports("from sklearn.pipeline import Pipeline", "from sklearn.base import clone")
    estimator = learner.facts["estimator"]
    inner = innermost(estimator)
    kind = type(inner).__name__
    encoding = encoding_for(inner)
    category_encoder = (
        call(step.use(written.one_hot))
        if encoding == "one-hot"
        else call(step.use(written.whole_numbers), *([MOST_CATEGORIES] if encoding == "native" else []))
    )
    scalers = [Text(expression(scaler, step)) for scaler in learner.facts["scalers"]]
    encoder = call(step.use(written.encoder_for), Text(features), Text(category_encoder), *scalers)
    changes, told = _settled(step, estimator, kind, features, wide, rows)
    fresh = f"clone({learner})" + (f".set_params({changes})" if changes else "")
    return f'Pipeline([("encoder", {encoder}), ("estimator", {fresh})])', told


def _settled(step: Step, estimator: Any, kind: str, features: str, wide: bool, rows: str) -> tuple[str, str]:
    """What only the data decide of an estimator, and arguments of its `fit`."""
    within = "estimator__" if hasattr(estimator, "estimator") and type(estimator).__name__ != kind else ""
    if kind in HISTOGRAMS:
        places = f"{step.use(written.category_places)}({features})"
        return f"{within}categorical_features={places} or None", ""
    if kind.startswith("LGBM"):
        places = f"{step.use(written.category_places)}({features})"
        return "", f", estimator__categorical_feature={places}"
    if kind.startswith("XGB"):
        kinds = f"{step.use(written.feature_types)}({features})"
        return f"{within}enable_categorical=True, {within}feature_types={kinds}", ""
    if kind == "LogisticRegression" and not within and not wide and float("inf") > estimator.C:
        return 'solver="newton-cholesky"', ""
    if kind == "PoissonRegressor":
        newton = ', solver="newton-cholesky"' if estimator.alpha > 0 and not wide else ""
        return f"alpha={literal(estimator.alpha)} / len({rows}){newton}", ""
    return "", ""


def write_features(table: Value, label: str | None) -> str:
    """An expression for the columns to learn from: all but the label and those with another role."""
    others = [name for name, role in table.roles.items() if role != "feature" and name != label]
    known = table.schema is not None and table.schema.complete
    if known and table.schema is not None:
        others = [name for name in others if name in table.schema]
    unsure = ', errors="ignore"' if others and not known else ""
    left_out = [*([label] if label is not None else []), *others]
    return f".drop(columns={literal(left_out)}{unsure})" if left_out else ""


def is_wide(table: Value) -> bool:
    """Whether the encoded table has too many columns for Newton's method."""
    return bool(table.facts.get("wide")) or (table.schema is not None and len(table.schema) > NEWTON_COEFFICIENTS)


def labelled_rows(step: Step, table: Value, label: str) -> str:
    """The rows whose label is there, which are those to learn from."""
    present = f"{table}.dropna(subset=[{literal(label)}]).reset_index(drop=True)"
    return step.once("rows", present, f"{table}_rows")


def target(step: Step, learner: Value, rows: str, label: str) -> str:
    column = f"{rows}[{literal(label)}]"
    if learner.facts["task"] in ("regression", "quantile"):
        return f'{column}.astype("float64")'
    return f"{step.use(written.classes_in)}({column})"


def scored_by(step: Step, model: Value, data: str, threshold: float | None = None) -> str:
    """An expression for the data with the scores of a model."""
    task = model.facts["task"]
    if "score" in model.facts:
        return str(model.facts["score"](step, data))
    if "made" in model.facts:
        return f"{step.use(written.score_by_class)}({model}, {data}, {model.facts['features']})"
    if task == "regression":
        return f"{step.use(written.score_numbers)}({model}, {data})"
    if task == "quantile":
        return f"{step.use(written.score_quantiles)}({model}, {data})"
    given = {} if threshold is None else {"threshold": threshold}
    return call(step.use(written.score_classes), Text(str(model)), Text(data), **given)


def fitted(step: Step, learner: Value, data: Value, rows: str, label: str, wanted: str) -> Value:
    """Train on rows that all have a label; the model is called `wanted`, a name that is taken for it."""
    features = step.once("features", f"{rows}{write_features(data, label)}", "features")
    goal = target(step, learner, rows, label)
    facts = {**learner.facts, "label": label}
    if "made" in learner.facts:
        step.add(f"{wanted} = {learner.facts['made']}()", f"{wanted}.train({features}.copy(), pd.Series({goal}))")
        return Value(wanted, facts={**facts, "features": f"list({features})", "classes": f"np.unique({goal})"})
    pipeline, told = write_pipeline(step, learner, features, is_wide(data), rows)
    step.add(f"{wanted} = {pipeline}", f"{wanted}.fit({features}, {goal}{told})")
    return Value(wanted, facts=facts)


def write_splits(
    step: Step, learner: Value, data: Value, rows: str, label: str, number_of_folds: int, seed: int
) -> str:
    """An expression for the folds: those that the data carry, else drawn at random, of classes in equal shares."""
    if data.roles.get(FOLD) == "group":
        return f"{step.use(written.same_folds)}({rows}[{literal(FOLD)}])"
    numbers = learner.facts["task"] in ("regression", "quantile")
    kind = "KFold" if numbers else "StratifiedKFold"
    step.imports(f"from sklearn.model_selection import {kind}")
    folds = call(kind, number_of_folds, shuffle=True, random_state=seed)
    return f"{folds}.split({rows}, {target(step, learner, rows, label)})"


def score_facts(model: Value, data: Value) -> dict[str, Any]:
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


def measured_by(step: Step, scored: Value) -> str:
    """An expression for the metrics of a table of scores."""
    facts = scored.facts
    if "measure" in facts:
        return str(facts["measure"](step, scored))
    label, task = facts.get("label"), facts.get("task")
    if label is None or task is None:
        raise CannotWrite("What its scores mean is known only when it runs. Measure them with sklearn.metrics.")
    if task == "regression":
        return call(step.use(written.regression_metrics), scored, label)
    if task == "quantile":
        return call(step.use(written.quantile_scores), scored, label)
    return call(step.use(written.class_metrics), scored, label, Text(facts["classes"]))
