"""Models of statisticians by statsmodels, as a table of coefficients and one of what the fit is worth."""

import warnings
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

#: The intercept, as a term of the table.
INTERCEPT = "Intercept"


class RegressionFit(NamedTuple):
    """A fitted model: its coefficients, its figures, and whether the optimizer came to its end."""

    coefficients: pd.DataFrame
    figures: pd.DataFrame
    converged: bool


def build_terms(data: pd.DataFrame, predictors: Sequence[str]) -> pd.DataFrame:
    """A column of numbers for each term: a number as it is, and one of 0 and 1 for each level but the first."""
    terms: dict[str, npt.NDArray[np.float64]] = {}
    for name in predictors:
        values = data[name]
        if pd.api.types.is_numeric_dtype(values.dtype):
            terms[name] = values.to_numpy(dtype="float64")
            continue
        words = values.astype("str")
        for level in sorted(words.unique())[1:]:
            terms[f"{name} = {level}"] = (words == level).to_numpy(dtype="float64")
    return pd.DataFrame(terms, index=data.index)


def find_redundant_terms(terms: pd.DataFrame) -> list[str]:
    """Terms that those before them determine, with an intercept: their coefficients could be anything."""
    design = np.column_stack([np.ones(len(terms)), terms.to_numpy()])
    sizes = np.linalg.norm(design, axis=0)
    triangle = np.abs(np.diag(np.linalg.qr(design / np.where(sizes > 0, sizes, 1), mode="r")))
    kept = np.zeros(design.shape[1], dtype=bool)
    kept[: len(triangle)] = triangle > 1e-9
    return [name for name, stays in zip(terms.columns, kept[1:], strict=True) if not stays]


def fit_regression(
    data: pd.DataFrame,
    model: str,
    outcome: str,
    predictors: Sequence[str],
    *,
    event: str | None = None,
    group: str | None = None,
    robust: bool = False,
    confidence: float = 0.95,
) -> RegressionFit:
    """Fit the rows that have all values; the outcome and the event are numbers."""
    needed = [name for name in (outcome, *predictors, event, group) if name is not None]
    rows = data[list(dict.fromkeys(needed))].dropna()
    terms = build_terms(rows, predictors)
    redundant = find_redundant_terms(terms)
    design = terms.drop(columns=redundant)
    if model != "Cox":
        design.insert(0, INTERCEPT, 1.0)
    labels = rows[outcome].to_numpy(dtype="float64")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        fitted = fit_model_class(model, labels, design, rows, event=event, group=group, robust=robust)
        coefficients = tabulate_coefficients(fitted, list(design.columns), redundant, model, confidence)
        figures = tabulate_figures(fitted, model, len(data), len(rows))
    separated = any("eparation" in str(one.message) for one in caught)
    return RegressionFit(coefficients, figures, bool(getattr(fitted, "converged", True)) and not separated)


def fit_model_class(
    model: str,
    labels: npt.NDArray[np.float64],
    design: pd.DataFrame,
    rows: pd.DataFrame,
    *,
    event: str | None,
    group: str | None,
    robust: bool,
) -> Any:
    """The result of statsmodels for one kind of model."""
    import statsmodels.api as sm

    if model == "Cox":
        happened = None if event is None else rows[event].to_numpy(dtype="float64")
        return sm.PHReg(labels, design.to_numpy(), status=happened, ties="efron").fit()
    if model == "Mixed effects":
        return sm.MixedLM(labels, design, groups=rows[group].astype("str").to_numpy()).fit(reml=True)
    covariance = {"cov_type": "HC3" if model == "Linear" else "HC1"} if robust else {}
    if model == "Linear":
        return sm.OLS(labels, design).fit(**covariance)
    if model == "Logistic":
        return sm.GLM(labels, design, family=sm.families.Binomial()).fit(**covariance)
    families = {"Poisson": sm.families.Poisson(), "Gamma": sm.families.Gamma(sm.families.links.Log())}
    return sm.GLM(labels, design, family=families[model]).fit(**covariance)


def tabulate_coefficients(
    fitted: Any, names: list[str], redundant: list[str], model: str, confidence: float
) -> pd.DataFrame:
    """A row for each term; those that others determine have no figures."""
    count = len(names)
    bounds = np.asarray(fitted.conf_int(alpha=1 - confidence))[:count]
    values = np.asarray(fitted.params)[:count]
    table = pd.DataFrame(
        {
            "Term": pd.Series(names, dtype="str"),
            "Coefficient": values,
            "Standard error": np.asarray(fitted.bse)[:count],
            "Statistic": np.asarray(fitted.tvalues)[:count],
            "P-Value": np.asarray(fitted.pvalues)[:count],
            "Lower": bounds[:, 0],
            "Upper": bounds[:, 1],
        }
    )
    if model in ("Logistic", "Poisson", "Gamma", "Cox"):
        with np.errstate(over="ignore"):
            table["Ratio"], table["Ratio lower"] = np.exp(table["Coefficient"]), np.exp(table["Lower"])
            table["Ratio upper"] = np.exp(table["Upper"])
    left = pd.DataFrame({"Term": pd.Series(redundant, dtype="str")})
    return pd.concat([table, left], ignore_index=True) if redundant else table


def tabulate_figures(fitted: Any, model: str, rows: int, used: int) -> pd.DataFrame:
    """What the fit is worth, a figure in each row."""
    figures: dict[str, float] = {"Rows": used, "Rows left out": rows - used, "Log-likelihood": float(fitted.llf)}
    if model == "Linear":
        figures |= {"R squared": fitted.rsquared, "Adjusted R squared": fitted.rsquared_adj}
        figures |= {"F statistic": fitted.fvalue, "P-Value of all terms": fitted.f_pvalue}
        figures |= {"Residual standard error": float(np.sqrt(fitted.scale))}
    if model in ("Logistic", "Poisson", "Gamma"):
        figures |= {"Deviance": fitted.deviance, "Null deviance": fitted.null_deviance}
        figures |= {"McFadden R squared": float(fitted.pseudo_rsquared("mcf"))}
    if model in ("Poisson", "Gamma"):
        figures["Dispersion"] = float(fitted.pearson_chi2 / fitted.df_resid) if fitted.df_resid else np.nan
    if model == "Mixed effects":
        between, within = float(np.asarray(fitted.cov_re)[0, 0]), float(fitted.scale)
        figures |= {"Groups": len(fitted.random_effects), "Variance between groups": between}
        figures |= {"Variance within groups": within, "Share between groups": between / (between + within)}
    elif model != "Cox":
        figures |= {"AIC": fitted.aic, "BIC": fitted.bic_llf if model != "Linear" else fitted.bic}
    names, values = pd.Series(list(figures), dtype="str"), [float(value) for value in figures.values()]
    return pd.DataFrame({"Figure": names, "Value": values})
