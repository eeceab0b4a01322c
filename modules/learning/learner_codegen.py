"""How learners, training, scoring and measuring are written as plain scikit-learn."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import takewhile
from typing import Any, Protocol

from typing_extensions import TypeIs

from modules.kit import ColumnType, UntrainedModel
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr, literal, name, parse_source
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.learning import exported_functions
from modules.learning.class_weights import find_class_weights, numbers_classes
from modules.learning.encoding import MAX_NATIVE_CATEGORIES, choose_encoding
from modules.learning.estimator_parameters import read_parameters
from modules.learning.estimators import NEWTON_COEFFICIENTS
from modules.learning.learners import list_pipeline_parts, unwrap_estimator
from modules.learning.monotone_constraints import find_constraints
from modules.learning.row_roles import FOLD_COLUMN, find_listed_role, list_script_series
from modules.learning.row_weights import accepts_weights, combines_models

#: Estimators that are told which of their columns are categories.
HISTOGRAM_ESTIMATORS = ("HistGradientBoostingClassifier", "HistGradientBoostingRegressor")
#: {argument: its value} of a call
Settings = Mapping[str, object]


class HasParameters(Protocol):
    """An estimator of scikit-learn, which tells what it was made with."""

    def get_params(self, deep: bool = True) -> dict[str, object]: ...


def write_learner(step: StepCode) -> None:
    """Any learner: its estimator is made, and written from what differs from its defaults."""
    models = {port: get_untrained(learner) for port in step.inputs if (learner := step.find_input(port))}
    port = step.module.outputs[0].name
    if step.module.missing_packages:
        raise CannotGenerateCode(f"It needs packages that are not installed here: {step.module.install_command}.")
    untrained: UntrainedModel = step.module.run(models, step.explicit_parameters)[port]
    estimator, _ = list_pipeline_parts(untrained.estimator)
    made = step.reserve_name(step.title)
    step.assign(made, write_expression(estimator, step))
    facts = {"untrained": untrained, "task": untrained.task, "learner": untrained.learner}
    inner = [learner for port in step.inputs if (learner := step.find_input(port))]
    preprocessing = tuple(change for learner in inner for change in learner.facts.get("preprocessing", ()))
    step.outputs[port] = ScriptVariable(made, facts={**facts, "preprocessing": preprocessing})


def get_untrained(learner: ScriptVariable) -> UntrainedModel:
    """The learner behind a variable; Raises CannotGenerateCode where it is a class of a design, or a network."""
    untrained = learner.facts.get("untrained")
    if not isinstance(untrained, UntrainedModel):
        raise CannotGenerateCode(f"How it uses {learner.facts.get('learner')} can't be exported as Python.")
    return untrained


def write_expression(value: object, step: StepCode) -> Expr:
    """An estimator as the call that makes it, with what differs from its defaults; other values as they are."""
    if inspect.isfunction(value):
        return step.use(value)
    if not _is_estimator(value):
        if type(value).__module__.startswith("sklearn."):
            step.import_name(_find_public_module(value), type(value).__name__)
            return parse_source(repr(value))
        return literal(value)
    if type(value).__module__.startswith("modules."):
        kind = step.use(type(value))
    else:
        kind = step.import_name(_find_public_module(value), type(value).__name__)
    defaults = _get_defaults(type(value))
    changed = {
        name: write_expression(one, step)
        for name, one in read_parameters(value, deep=False).items()
        if _differs_from_default(one, defaults.get(name))
    }
    return kind.call(**changed)


def _is_estimator(value: object) -> TypeIs[HasParameters]:
    """Whether it tells what it was made with: by its class, since a protocol takes long to be asked for."""
    return callable(getattr(type(value), "get_params", None))


@cache
def _get_defaults(kind: type) -> dict[str, object]:
    """{argument: its default} of what makes such a value. To read a signature takes longer than to write a line."""
    return {name: one.default for name, one in inspect.signature(kind).parameters.items()}


def _differs_from_default(value: object, default: object) -> bool:
    same = value is default or (type(value) is type(default) and value == default)
    return not same and not (isinstance(value, float) and value == default)


def _find_public_module(value: object) -> str:
    """The module that users import a class from: without the private parts of its path."""
    path = type(value).__module__.split(".")
    if path[0] in ("lightgbm", "xgboost", "quantile_forest"):
        return path[0]
    return ".".join(takewhile(lambda part: not part.startswith("_"), path))


def write_pipeline(
    step: StepCode,
    learner: ScriptVariable,
    features: Expr,
    wide: bool,
    rows: Expr,
    weights: Expr | None = None,
    goal: Expr | None = None,
    *,
    sparse: bool = False,
    kinds: frozenset[ColumnType] | None = None,
) -> tuple[Expr, Settings]:
    """The unfitted pipeline, and what `fit` is to be told besides. Features may be `sparse` rows.

    `weights` are those of the rows that its estimator takes, `goal` is the label, `kinds` are the types of the features
    where they are known.
    """
    step.add_imports("from sklearn.pipeline import Pipeline", "from sklearn.base import clone")
    estimator, number_steps = list_pipeline_parts(get_untrained(learner).estimator)
    inner = unwrap_estimator(estimator)
    encoding = "one-hot" if get_untrained(learner).one_hot else choose_encoding(inner)
    scalers = [write_expression(scaler, step) for _, scaler in number_steps]
    encoder = _write_encoder(step, features, encoding, scalers, sparse=sparse, kinds=kinds)
    changes, fit_settings = _write_data_settings(step, estimator, type(inner).__name__, features, wide, rows, weights)
    if sparse and "solver" in changes:
        changes = {**changes, "solver": step.use(exported_functions.choose_solver).call(features)}
    if goal is not None:
        changes = {**changes, **_write_class_weights(step, estimator, goal)}
    changes = {**changes, **_write_directions(step, estimator, features)}
    fresh = expr("clone({learner})", learner=learner)
    if changes:
        fresh = fresh.method("set_params", **changes)
    pipeline = expr('Pipeline([("encoder", {encoder}), ("estimator", {estimator})])', encoder=encoder, estimator=fresh)
    return pipeline, {**fit_settings, **({} if weights is None else {"estimator__sample_weight": weights})}


def _write_encoder(
    step: StepCode,
    features: Expr,
    encoding: str,
    scalers: Sequence[Expr],
    *,
    sparse: bool,
    kinds: frozenset[ColumnType] | None,
) -> Expr:
    """What makes numbers of the features: no more than their types need."""
    if kinds is not None and not sparse and kinds <= {"integer", "real", "boolean"}:
        return step.use(exported_functions.make_number_encoder).call(features, *scalers)
    if encoding == "one-hot":
        made = exported_functions.make_one_hot_encoder()
    else:
        made = exported_functions.make_ordinal_encoder(MAX_NATIVE_CATEGORIES if encoding == "native" else None)
    category_encoder = write_expression(made, step)
    make_encoder = exported_functions.make_sparse_encoder if sparse else exported_functions.make_encoder
    if kinds is not None and not sparse and kinds <= {"integer", "real", "boolean", "text", "category"}:
        make_encoder = exported_functions.make_plain_encoder
    return step.use(make_encoder).call(features, category_encoder, *scalers)


def list_feature_kinds(data: ScriptVariable, label: str | None) -> frozenset[ColumnType] | None:
    """The types of the columns to learn from; None where they are not known."""
    if data.schema is None or not data.schema.complete:
        return None
    features = (column for column in data.schema if data.roles.get(column.name, "feature") == "feature")
    return frozenset(column.type for column in features if column.name != label)


def _write_directions(step: StepCode, estimator: Any, features: Expr) -> Settings:
    """The settings that name columns with their directions, by the places of the encoded ones."""
    place = exported_functions.list_directions
    return {name: step.use(place).call(features, dict(one)) for name, one in find_constraints(estimator).items()}


def _write_class_weights(step: StepCode, estimator: Any, goal: Expr) -> Settings:
    """The settings that list weights of classes, by the values of the label."""
    found = find_class_weights(estimator)
    numbered = {"numbered": True} if numbers_classes(estimator) else {}
    return {
        name: step.use(exported_functions.match_class_weights).call(dict(listed), goal, **numbered)
        for name, listed in found.items()
    }


def write_weights(learner: ScriptVariable, data: ScriptVariable, rows: Expr, label: str | None) -> Expr | None:
    """The weights of the rows; None where they have none, or the learner cannot use them."""
    name = find_listed_role(data.roles.items(), "weight")
    if name is None or name == label or not accepts_weights(list_pipeline_parts(get_untrained(learner).estimator)[0]):
        return None
    return rows.item(name).method("to_numpy", dtype="float64")


def _write_data_settings(
    step: StepCode, estimator: Any, kind: str, features: Expr, wide: bool, rows: Expr, weights: Expr | None
) -> tuple[Settings, Settings]:
    """What only the data decide of an estimator, and arguments of its `fit`."""
    wrapped = hasattr(estimator, "estimator") and type(estimator).__name__ != kind
    within = "estimator__" if wrapped else ""
    if kind in HISTOGRAM_ESTIMATORS:
        places = step.use(exported_functions.list_category_positions).call(features)
        return {f"{within}categorical_features": expr("{places} or None", places=places)}, {}
    if kind.startswith("LGBM"):
        places = step.use(exported_functions.list_category_positions).call(features)
        return {}, {"estimator__categorical_feature": places}
    if kind.startswith("XGB"):
        kinds = step.use(exported_functions.list_feature_types).call(features)
        return {f"{within}enable_categorical": True, f"{within}feature_types": kinds}, {}
    if kind == "LogisticRegression" and not wrapped and not wide and float("inf") > estimator.C:
        return {"solver": "newton-cholesky"}, {}
    if kind == "PoissonRegressor":
        total = expr("len({rows})", rows=rows) if weights is None else weights.method("sum")
        weight = expr("{alpha} / {total}", alpha=estimator.alpha, total=total)
        newton = {"solver": "newton-cholesky"} if estimator.alpha > 0 and not wide else {}
        return {"alpha": weight, **newton}, {}
    return {}, {}


def write_feature_selection(rows: Expr, table: ScriptVariable, label: str | None) -> Expr:
    """The columns of the rows to learn from: all but the label and those to which the table gives another role."""
    others = [name for name, role in table.roles.items() if role != "feature" and name != label]
    known = table.schema is not None and table.schema.complete
    if known and table.schema is not None:
        others = [name for name in others if name in table.schema]
    unsure = {"errors": "ignore"} if others and not known else {}
    left_out = [*([label] if label is not None else []), *others]
    return rows.method("drop", columns=left_out, **unsure) if left_out else rows


def is_wide(table: ScriptVariable) -> bool:
    """Whether the encoded table has too many columns for Newton's method."""
    return bool(table.facts.get("wide")) or (table.schema is not None and len(table.schema) > NEWTON_COEFFICIENTS)


def write_labeled_rows(step: StepCode, table: ScriptVariable, label: str) -> Expr:
    """The rows whose label is there, which are those to learn from."""
    present = table.code.method("dropna", subset=[label]).method("reset_index", drop=True)
    return step.define_once("rows", present, f"{table.name}_rows")


def write_target(
    step: StepCode, learner: ScriptVariable, rows: Expr, label: str, kind: ColumnType | None = None
) -> Expr:
    """The values of the label, of whose type it may be known."""
    column = rows.item(label)
    if learner.facts["task"] in ("regression", "quantile"):
        return column.method("astype", "float64")
    if kind == "text":
        return column.method("map", name("str")).method("to_numpy", dtype=name("object"))
    if kind in ("integer", "real"):
        return column.method("to_numpy", dtype="int64")
    return step.use(exported_functions.get_class_values).call(column)


def has_no_scores(data: ScriptVariable) -> bool:
    """Whether a table is known to have no scores of an earlier model."""
    if data.schema is None or not data.schema.complete:
        return False
    return not any(column.startswith("Scored ") for column in data.schema.names)


def write_scores(
    step: StepCode, model: ScriptVariable, data: Expr, threshold: float | None = None, *, unscored: bool = False
) -> Expr:
    """The data with the scores of a model; `unscored` are those that have no scores yet."""
    task, facts = model.facts["task"], model.facts
    if "score" in facts:
        write_own_scores: Callable[[StepCode, Expr], Expr] = facts["score"]
        return write_own_scores(step, data)
    if "made" in facts:
        return step.use(exported_functions.score_with_own_class).call(model, data, facts["features"])
    if task == "regression" and unscored:
        scores = {"Scored Labels": model.code.method("predict", data)}
        return expr("{data}.assign(**{scores})", data=data, scores=scores)
    if task == "regression":
        return step.use(exported_functions.score_numbers).call(model, data)
    if task == "quantile":
        return step.use(exported_functions.score_quantiles).call(model, data)
    given = {} if threshold is None else {"threshold": threshold}
    return step.use(exported_functions.score_classes).call(model, data, **given)


def write_fit(
    step: StepCode, learner: ScriptVariable, data: ScriptVariable, rows: Expr, label: str, model: Expr
) -> ScriptVariable:
    """Train on rows that all have a label; `model` is a name that is taken for it."""
    if "fit_preprocessing" in learner.facts:
        return write_fit_with_preprocessing(step, learner, data, rows, label, model)
    features = step.define_once("features", write_feature_selection(rows, data, label), "features")
    known = data.schema is not None and label in data.schema
    goal = write_target(step, learner, rows, label, data.schema[label].type if known and data.schema else None)
    facts = {**learner.facts, "label": label}
    if "made" in learner.facts:
        step.assign(model, learner.facts["made"].call())
        step.add("{model}.train({features}.copy(), pd.Series({goal}))", model=model, features=features, goal=goal)
        classes = expr("np.unique({goal})", goal=goal)
        names = expr("list({features})", features=features)
        return ScriptVariable(model, facts={**facts, "features": names, "classes": classes})
    weights = write_weights(learner, data, rows, label)
    pipeline, fit_settings = write_pipeline(
        step,
        learner,
        features,
        is_wide(data),
        rows,
        weights,
        goal,
        sparse=bool(data.facts.get("sparse")),
        kinds=list_feature_kinds(data, label),
    )
    step.assign(model, pipeline)
    if weights is not None and combines_models(list_pipeline_parts(get_untrained(learner).estimator)[0]):
        step.add(step.use(exported_functions.fit_many_models).call(model, features, goal, weights))
    else:
        step.add(model.method("fit", features, goal, **fit_settings))
    return ScriptVariable(model, facts=facts)


def write_fit_with_preprocessing(
    step: StepCode, learner: ScriptVariable, data: ScriptVariable, rows: Expr, label: str, model: Expr
) -> ScriptVariable:
    """Fit the learner's preprocessing on the rows, train on what it leaves, and put it in front of the pipeline."""
    prepared, prepare = step.reserve_name("prepared"), step.reserve_name("prepare")
    step.assign([prepared, prepare], learner.facts["fit_preprocessing"].call(rows))
    table = replace(learner.facts["prepared"], code=prepared)
    plain = {name: fact for name, fact in learner.facts.items() if name != "fit_preprocessing"}
    value = write_fit(step, ScriptVariable(learner.code, facts=plain), table, prepared, label, model)
    raw = write_feature_selection(rows, data, label)
    step.assign(model, step.use(exported_functions.put_preprocessing_in_front).call(model, prepare, raw))
    return value


def uses_fold_column(step: StepCode, data: ScriptVariable) -> bool:
    """Whether the folds are those that the data carry."""
    return step.fold_order == "Random" and data.roles.get(FOLD_COLUMN) == "group"


def write_splits(
    step: StepCode,
    learner: ScriptVariable,
    data: ScriptVariable,
    rows: Expr,
    label: str,
    number_of_folds: int,
    seed: int,
) -> Expr:
    """The folds: by time; or those that the data carry, else drawn at random, of classes in equal shares."""
    if uses_fold_column(step, data):
        return step.use(exported_functions.split_by_fold).call(rows.item(FOLD_COLUMN))
    if step.fold_order == "By time":
        time = find_listed_role(data.roles.items(), "time")
        if time is None:
            raise CannotGenerateCode("No column has the role time. Give it to one with Edit Metadata.")
        series = [name for name in list_script_series(data.roles.items()) if name != time]
        if series:
            return step.use(exported_functions.split_series_by_time).call(rows, time, series, number_of_folds)
        return step.use(exported_functions.split_by_time).call(rows.item(time), number_of_folds)
    group = find_listed_role(data.roles.items(), "group")
    numbers = learner.facts["task"] in ("regression", "quantile")
    kind = f"{'' if numbers else 'Stratified'}{'' if group is None else 'Group'}KFold"
    folds = step.import_name("sklearn.model_selection", kind).call(number_of_folds, shuffle=True, random_state=seed)
    settings = {} if group is None else {"groups": expr("pd.factorize({groups})[0]", groups=rows.item(group))}
    return folds.method("split", rows, write_target(step, learner, rows, label), **settings)


def collect_score_facts(model: ScriptVariable, data: ScriptVariable) -> dict[str, Any]:
    """What the writers of measures have to know of the scores of a model."""
    facts = {name: model.facts.get(name) for name in ("task", "learner", "label")}
    measure = {"measure": model.facts["measure"]} if "measure" in model.facts else {}
    marked = next((name for name, role in data.roles.items() if role == "label"), None)
    return {
        **facts,
        **measure,
        "label": facts["label"] or marked,
        "classes": model.facts.get("classes") or model.code.attribute("classes_"),
    }


def write_metrics(step: StepCode, scored: ScriptVariable) -> Expr:
    """The metrics of a table of scores."""
    facts = scored.facts
    if "measure" in facts:
        write_own_metrics: Callable[[StepCode, ScriptVariable], Expr] = facts["measure"]
        return write_own_metrics(step, scored)
    label, task = facts.get("label"), facts.get("task")
    weight = find_listed_role(scored.roles.items(), "weight")
    weighted = {} if weight in (None, label) else {"weight": weight}
    if label is None or task is None:
        raise CannotGenerateCode(
            "The meaning of its scores is known only during a run. Measure them with sklearn.metrics."
        )
    if task == "regression":
        return step.use(exported_functions.measure_regression).call(scored, label, **weighted)
    if task == "quantile":
        return step.use(exported_functions.measure_quantiles).call(scored, label, **weighted)
    return step.use(exported_functions.measure_classes).call(scored, label, facts["classes"], **weighted)
