"""Regression Table: coefficients with standard errors, P-values and bounds, as statisticians report them."""

import logging
from typing import Annotated, Literal, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import (
    Call,
    Column,
    Columns,
    Dataset,
    ModuleError,
    Schema,
    column_of,
    columns_of,
    module,
    shown_when,
    titled,
)
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode, find_column_names
from modules.kit.errors import require_columns, to_sentence
from modules.kit.schema import ColumnType
from modules.statistical_functions.regression_fits import RegressionFit, fit_regression
from modules.statistical_functions.survival_curves import NO, YES

log = logging.getLogger(__name__)

MAX_LEVELS = 50
PREDICTOR_TYPES: tuple[ColumnType, ...] = ("integer", "real", "boolean", "text", "category")
EVERY_FEATURE = Columns(start="rule", types=PREDICTOR_TYPES, roles=("feature",))
FIGURES = ("Coefficient", "Standard error", "Statistic", "P-Value", "Lower", "Upper")
RATIOS = ("Ratio", "Ratio lower", "Ratio upper")
#: Models whose effects multiply.
RATIO_MODELS = ("Logistic", "Poisson", "Gamma", "Cox")


class RegressionTableOutputs(NamedTuple):
    coefficients: Dataset
    figures: Dataset


def _build_example() -> Call:
    random = np.random.default_rng(0)
    power, fuel = random.integers(50, 200, 40), random.choice(["gas", "diesel"], 40)
    price = 60.0 * power + np.where(fuel == "diesel", 1500, 0) + random.normal(0, 500, 40)
    frame = pd.DataFrame({"power": power, "fuel": fuel, "price": price.round()})
    return Call.of(Dataset(frame, {"price": "label"}), outcome_column="price")


def _predict_schemas(model: str) -> tuple[Schema, Schema]:
    names = (*FIGURES, *(RATIOS if model in RATIO_MODELS else ()))
    coefficients = Schema((Column("Term", "text"), *(Column(name, "real") for name in names)))
    return coefficients, Schema((Column("Figure", "text"), Column("Value", "real")))


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    columns = find_column_names(step.predictor_columns, source)
    if columns is None:
        raise CannotGenerateCode("Which columns explain is known only during a run. Run the design, or name them.")
    event, group = _get_extra_columns(step.model, step.event_column, step.group_column)
    names = [name for name in columns if name not in (step.outcome_column, event, group)]
    settings = {"event": event, "group": group, "robust": step.robust_standard_errors or None}
    settings["confidence"] = None if step.confidence == 0.95 else step.confidence
    rows, fit = step.reserve_name("regression_rows"), step.reserve_name("regression")
    prepare = step.use(number_outcomes).call(source, step.model, step.outcome_column, event)
    step.assign(rows, prepare)
    given = {name: value for name, value in settings.items() if value is not None}
    step.assign(fit, step.use(fit_regression).call(rows, step.model, step.outcome_column, names, **given))
    step.assign(step.add_table("coefficients", "coefficients"), fit.attribute("coefficients"))
    step.assign(step.add_table("figures", "figures"), fit.attribute("figures"))


@module(
    "Regression Table",
    category="Statistical Functions",
    icon="report-analytics",
    at_inference="drop",
    example=_build_example,
    schema=_predict_schemas,
    emit_code=_emit_code,
    requires=("statsmodels",),
    keywords=(
        "p-value",
        "coefficients",
        "OLS",
        "GLM",
        "summary",
        "odds ratio",
        "hazard ratio",
        "Cox",
        "proportional hazards",
        "mixed model",
        "random intercept",
        "lmer",
        "statsmodels",
        "robust standard errors",
        "significance",
    ),
)
def regression_table(
    dataset: Dataset,
    *,
    model: Annotated[
        Literal["Linear", "Logistic", "Poisson", "Gamma", "Mixed effects", "Cox"],
        Field(
            description="Linear: any number. Logistic: yes or no. Poisson: counts. Gamma: amounts above 0. "
            "Mixed effects: a number whose rows belong to groups. Cox: the time until an event."
        ),
    ] = "Linear",
    outcome_column: Annotated[
        str,
        column_of("dataset", types=PREDICTOR_TYPES),
        titled("Outcome column"),
        Field(description="What is explained. With Cox, the time until the event or until it was last not seen."),
    ],
    event_column: Annotated[
        str | None,
        column_of("dataset", types=PREDICTOR_TYPES),
        titled("Event column"),
        Field(description="True, 1 or yes where the event happened. Empty: it happened in every row."),
        shown_when(model="Cox"),
    ] = None,
    group_column: Annotated[
        str | None,
        column_of("dataset"),
        titled("Group column"),
        Field(description="Each of its values has an intercept of its own, drawn from a normal distribution."),
        shown_when(model="Mixed effects"),
    ] = None,
    predictor_columns: Annotated[
        Columns,
        columns_of("dataset", types=PREDICTOR_TYPES),
        titled("Predictor columns"),
        Field(description="What explains the outcome. Outcome, event and group are left out by themselves."),
    ] = EVERY_FEATURE,
    robust_standard_errors: Annotated[
        bool,
        Field(description="Errors that hold where the spread differs between rows: HC3 for Linear, else HC1."),
        shown_when(model=("Linear", "Logistic", "Poisson", "Gamma")),
    ] = False,
    confidence: Annotated[
        float, titled("Confidence of the bounds"), Field(gt=0, lt=1, description="Of the bounds of each coefficient.")
    ] = 0.95,
) -> RegressionTableOutputs:
    """Explain an outcome by other columns, with the standard error, P-value and bounds of each effect.

    For the question whether and how much something matters; to predict, train a model. Nothing is scaled or penalized.
    Text and categories become one term for each value but the first in alphabetical order, which the others are
    compared with. Rows with a missing value are left out. A term that others determine has no figures. Where effects
    multiply there is a ratio: of odds for Logistic, of means for Poisson and Gamma (with the link Log), of hazards for
    Cox (ties by Efron's method). Mixed effects is fitted by restricted maximum likelihood. The second output says what
    the fit is worth. The figures are those of statsmodels.
    """
    event, group = _get_extra_columns(model, event_column, group_column)
    predictors = _choose_predictors(dataset, predictor_columns, outcome_column, event, group)
    if model == "Mixed effects" and group is None:
        message = "Mixed effects needs to know which rows belong together. Choose a group column."
        raise ModuleError(13, message, port="dataset", parameter="group_column")
    rows = _number_outcomes(dataset, model, outcome_column, event)
    _check_outcomes(rows, model, outcome_column, len(predictors))
    fit = _fit(rows, model, outcome_column, predictors, event, group, robust_standard_errors, confidence)
    if not fit.converged:
        log.warning("The fit did not settle: its figures may be far off. A term may tell all outcomes apart by itself.")
    redundant = fit.coefficients.loc[fit.coefficients["Coefficient"].isna(), "Term"]
    if len(redundant):
        log.warning("Terms that others determine have no figures: %s.", ", ".join(redundant))
    return RegressionTableOutputs(Dataset(fit.coefficients), Dataset(fit.figures))


def _get_extra_columns(model: str, event: str | None, group: str | None) -> tuple[str | None, str | None]:
    """The event and the group, where the model has one."""
    return event if model == "Cox" else None, group if model == "Mixed effects" else None


def _choose_predictors(
    dataset: Dataset, chosen: Columns, outcome: str, event: str | None, group: str | None
) -> list[str]:
    """The columns that explain; refuses those that cannot."""
    parameters = {"outcome_column": outcome, "event_column": event, "group_column": group}
    for parameter, name in parameters.items():
        if name is not None:
            require_columns([name], dataset.schema, port="dataset", parameter=parameter)
    names = chosen.resolve_required(dataset.schema, port="dataset", parameter="predictor_columns")
    predictors = [name for name in names if name not in (outcome, event, group)]
    if not predictors:
        message = "No column is left to explain the outcome. Choose other predictor columns."
        raise ModuleError(47, message, port="dataset", parameter="predictor_columns")
    for column in dataset.schema.select(predictors):
        if column.type not in PREDICTOR_TYPES:
            message = f"Column '{column.name}' is {column.type}, which can't explain here. Exclude it."
            raise ModuleError(17, message, port="dataset", parameter="predictor_columns", column=column.name)
        if column.type == "real" and np.isinf(dataset.frame[column.name].to_numpy("float64", na_value=np.nan)).any():
            message = f"Column '{column.name}' has infinite values. Clip or remove them, or exclude the column."
            raise ModuleError(33, message, port="dataset", parameter="predictor_columns", column=column.name)
        levels = int(dataset.frame[column.name].astype("str").nunique()) if not column.is_numeric else 0
        if levels > MAX_LEVELS:
            message = f"Column '{column.name}' has {levels:,} values, and at most {MAX_LEVELS} can be terms."
            raise ModuleError(14, f"{message} Exclude it.", port="dataset", parameter="predictor_columns")
    return predictors


def number_outcomes(data: pd.DataFrame, model: str, outcome: str, event: str | None) -> pd.DataFrame:
    """The data with yes and no as 1 and 0, in the event, and in the outcome of a Logistic model."""
    numbered = data.copy(deep=False)
    for name in (event, outcome if model == "Logistic" else None):
        if name is not None:
            happened = find_happened(data[name])
            numbered[name] = data[name].astype("str").isin(happened).astype("float64").where(data[name].notna())
    return numbered


def find_happened(values: pd.Series) -> list[str]:
    """Of two values the ones that stand for 1: those that mean yes, else the second in alphabetical order."""
    names = sorted(values.dropna().astype("str").unique())
    words = {name: name.strip().lower() for name in names}
    if all(word in YES | NO for word in words.values()):
        return [name for name, word in words.items() if word in YES]
    if len(names) != 2:
        raise ValueError(f"Column '{values.name}' must have two values, such as yes and no, and has {len(names):,}.")
    return names[1:]


def _number_outcomes(dataset: Dataset, model: str, outcome: str, event: str | None) -> pd.DataFrame:
    try:
        rows = number_outcomes(dataset.frame, model, outcome, event)
    except ValueError as error:
        raise ModuleError(17, str(error), port="dataset", parameter="outcome_column") from error
    for name in (event, outcome if model == "Logistic" else None):
        if name is not None and dataset.rows:
            log.info("'%s' counts as happened where it is %s.", name, ", ".join(find_happened(dataset.frame[name])))
    return rows


def _check_outcomes(rows: pd.DataFrame, model: str, outcome: str, predictors: int) -> None:
    values = rows[outcome]
    if not pd.api.types.is_numeric_dtype(values.dtype):
        message = f"Column '{outcome}' is not a number. Choose one that is, or Logistic for two classes."
        raise ModuleError(17, message, port="dataset", parameter="outcome_column", column=outcome)
    present = values.to_numpy(dtype="float64", na_value=np.nan)
    present = present[~np.isnan(present)]
    if len(present) <= predictors:
        message = f"{len(present)} rows have an outcome, which are too few for {predictors} predictors."
        raise ModuleError(21, message, port="dataset", parameter="outcome_column")
    lowest = {"Poisson": 0.0, "Cox": 0.0, "Gamma": np.nextafter(0, 1)}.get(model, -np.inf)
    if np.isinf(present).any() or present.min() < lowest:
        wanted = "above 0" if model == "Gamma" else "0 or more" if np.isfinite(lowest) else "finite"
        message = f"Column '{outcome}' must be {wanted} for {model}. Remove other rows, or choose another model."
        raise ModuleError(33, message, port="dataset", parameter="outcome_column", column=outcome)


def _fit(
    rows: pd.DataFrame,
    model: str,
    outcome: str,
    predictors: list[str],
    event: str | None,
    group: str | None,
    robust: bool,
    confidence: float,
) -> RegressionFit:
    try:
        return fit_regression(
            rows, model, outcome, predictors, event=event, group=group, robust=robust, confidence=confidence
        )
    except (ValueError, np.linalg.LinAlgError, ZeroDivisionError) as error:
        raise ModuleError(83, to_sentence(f"{model} could not be fitted: {error}"), port="dataset") from error
