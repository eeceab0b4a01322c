"""Regression Table gives the figures of statistics, and linear quantiles those of scikit-learn."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression, QuantileRegressor, TweedieRegressor
from sklearn.preprocessing import StandardScaler

from modules.kit import Dataset, ModuleError, catalog
from modules.learning.fitting import fit_model
from modules.learning.linear_quantiles import LinearQuantileRegressor

RANDOM = np.random.default_rng(5)
ROWS = 200
FEATURES = RANDOM.normal(size=(ROWS, 2))
TIMES = RANDOM.exponential(np.exp(-FEATURES[:, 0]))
DATA = pd.DataFrame(
    {
        "a": FEATURES[:, 0],
        "b": FEATURES[:, 1],
        "kind": RANDOM.choice(["u", "v"], ROWS),
        "amount": np.exp(FEATURES[:, 0]) * RANDOM.gamma(2, 1, ROWS),
        "paid": np.where(FEATURES[:, 0] + RANDOM.normal(size=ROWS) > 0, "yes", "no"),
        "time": TIMES,
        "left": RANDOM.integers(0, 2, ROWS),
        "shop": RANDOM.choice(list("abcdef"), ROWS),
    }
)


def tabulate(data: pd.DataFrame = DATA, **parameters: Any) -> tuple[pd.DataFrame, "pd.Series[float]"]:
    """The coefficients by their terms, and the figures by their names."""
    chosen = {"predictor_columns": {"start": "none", "names": ["a", "b", "kind"]}, **parameters}
    made = catalog()["regression_table"].run({"dataset": Dataset(data)}, chosen)
    return made["coefficients"].frame.set_index("Term"), made["figures"].frame.set_index("Figure")["Value"]


def build_design() -> Any:
    return np.column_stack([np.ones(ROWS), DATA["a"], DATA["b"], DATA["kind"] == "v"]).astype(float)


def test_linear_is_least_squares_with_its_errors() -> None:
    found, figures = tabulate(outcome_column="amount")
    design, labels = build_design(), DATA["amount"].to_numpy()
    weights = np.linalg.lstsq(design, labels)[0]
    spread = ((labels - design @ weights) ** 2).sum() / (ROWS - 4)
    errors = np.sqrt(spread * np.diag(np.linalg.inv(design.T @ design)))
    assert list(found.index) == ["Intercept", "a", "b", "kind = v"]
    np.testing.assert_allclose(found["Coefficient"], weights, rtol=1e-9)
    np.testing.assert_allclose(found["Standard error"], errors, rtol=1e-9)
    np.testing.assert_allclose(found["P-Value"], 2 * stats.t.sf(np.abs(weights / errors), ROWS - 4), rtol=1e-6)
    assert figures["Residual standard error"] == pytest.approx(np.sqrt(spread))


def test_logistic_and_gamma_are_those_of_scikit_learn_without_a_penalty() -> None:
    design = build_design()[:, 1:]
    logistic = LogisticRegression(C=np.inf, tol=1e-9, max_iter=1000).fit(design, DATA["paid"])
    gamma = TweedieRegressor(power=2, link="log", alpha=0, tol=1e-9, max_iter=1000).fit(design, DATA["amount"])
    for model, outcome, expected in (("Logistic", "paid", logistic), ("Gamma", "amount", gamma)):
        found = tabulate(model=model, outcome_column=outcome)[0]
        np.testing.assert_allclose(found["Coefficient"].iloc[1:], np.ravel(expected.coef_), rtol=1e-4)
        np.testing.assert_allclose(found["Ratio"], np.exp(found["Coefficient"]))


def test_cox_has_the_largest_partial_likelihood() -> None:
    found = tabulate(model="Cox", outcome_column="time", event_column="left")[0]
    order = np.argsort(-TIMES)
    design, events = build_design()[order, 1:], DATA["left"].to_numpy()[order].astype(bool)

    def lose(weights: Any) -> float:
        scores = design @ weights
        return -float((scores - np.logaddexp.accumulate(scores))[events].sum())

    np.testing.assert_allclose(found["Coefficient"], minimize(lose, np.zeros(3), tol=1e-10).x, atol=1e-4)
    assert found.loc["a", "Ratio"] > 2


def test_a_balanced_mixed_model_parts_the_variance_as_anova_does() -> None:
    random = np.random.default_rng(1)
    shops = np.repeat(np.arange(20), 10)
    data = pd.DataFrame({"shop": shops, "a": random.normal(size=200)})
    data["y"] = random.normal(0, 2, 20)[shops] + random.normal(size=200)
    chosen = {"start": "none", "names": ["a"]}
    data["a"] -= data.groupby("shop")["a"].transform("mean")
    found, figures = tabulate(
        data, model="Mixed effects", outcome_column="y", group_column="shop", predictor_columns=chosen
    )
    within = data["y"] - data.groupby("shop")["y"].transform("mean")
    assert found.loc["a", "Coefficient"] == pytest.approx(float((within * data["a"]).sum() / (data["a"] ** 2).sum()))
    residuals = within - found.loc["a", "Coefficient"] * data["a"]
    inner = float((residuals**2).sum()) / (200 - 20 - 1)
    outer = float(data.groupby("shop")["y"].mean().var()) - inner / 10
    assert (figures["Variance within groups"], figures["Variance between groups"]) == pytest.approx(
        (inner, outer), rel=1e-3
    )


def test_terms_that_others_determine_have_no_figures(caplog: pytest.LogCaptureFixture) -> None:
    data = DATA.assign(b=DATA["a"] * 3).copy()
    data.loc[4, "a"] = np.nan
    found, figures = tabulate(data, outcome_column="amount")
    assert np.isnan(found.loc["b", "Coefficient"])
    assert (figures["Rows"], figures["Rows left out"]) == (199, 1)
    assert "Terms that others determine have no figures: b." in caplog.text


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"outcome_column": "kind"}, "Column 'kind' is not a number. Choose one that is, or Logistic for two classes."),
        ({"outcome_column": "shop", "model": "Logistic"}, "must have two values, such as yes and no, and has 6."),
        ({"outcome_column": "left", "model": "Gamma"}, "Column 'left' must be above 0 for Gamma."),
        ({"outcome_column": "amount", "model": "Mixed effects"}, "Choose a group column."),
    ],
)
def test_outcomes_that_do_not_fit_are_refused(parameters: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ModuleError, match=sentence.replace(".", r"\.")):
        tabulate(**parameters)


@pytest.mark.parametrize("alpha", [0.0, 0.05])
def test_linear_quantiles_are_those_of_scikit_learn(alpha: float) -> None:
    labels, weights = DATA["amount"], RANDOM.integers(1, 5, ROWS)
    ours = LinearQuantileRegressor((0.1, 0.5, 0.9), alpha).fit(FEATURES, labels, weights)
    for place, quantile in enumerate(ours.default_quantiles):
        theirs = QuantileRegressor(quantile=quantile, alpha=alpha).fit(FEATURES, labels, weights)
        np.testing.assert_allclose(ours.weights_[place], theirs.coef_, atol=1e-9)
        np.testing.assert_allclose(ours.intercepts_[place], theirs.intercept_, atol=1e-9)
    assert (np.diff(ours.predict(FEATURES * 100), axis=1) >= 0).all()


def test_the_generalized_learner_is_that_of_scikit_learn_and_says_what_labels_it_takes() -> None:
    learner = catalog()["generalized_linear_regression"]
    untrained = learner.run({}, {"family": "Tweedie", "variance_power": 1.3})["untrained_model"]
    rows = DATA[["a", "b", "amount"]]
    scaled = StandardScaler().fit_transform(rows[["a", "b"]])
    theirs = TweedieRegressor(power=1.3, link="log", alpha=0.001, tol=1e-7, max_iter=1000).fit(scaled, rows["amount"])
    ours = fit_model(untrained, Dataset(rows), "amount").pipeline.predict(rows[["a", "b"]])
    np.testing.assert_allclose(ours, theirs.predict(scaled), rtol=1e-9)
    with pytest.raises(ModuleError, match=r"the label goes down to -[\d.]+, which the chosen family can't be"):
        fit_model(untrained, Dataset(rows.assign(amount=-rows["b"])), "amount")
