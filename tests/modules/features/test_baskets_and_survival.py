"""Association rules by hand, and survival curves beside those of statsmodels."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from modules.kit import Dataset, ModuleError, catalog
from modules.statistical_functions.association_rules import association_rules
from modules.statistical_functions.survival_curves import survival_curves
from tests.modules.module_scripts import assert_script_gives_the_same

RANDOM = np.random.default_rng(0)
BASKETS = pd.DataFrame({"basket": RANDOM.integers(0, 60, 300), "item": RANDOM.choice(list("abcdef"), 300)})
BASKET_PARAMETERS = {"basket_column": "basket", "item_column": "item", "minimum_support": 0.2}
DURATIONS = pd.DataFrame(
    {
        "months": RANDOM.integers(1, 30, 200),
        "left": RANDOM.choice(["yes", "no"], 200),
        "plan": RANDOM.choice(["a", "b", "c"], 200),
    }
)
DURATION_PARAMETERS = {"time_column": "months", "event_column": "left", "group_column": "plan"}


def test_the_sets_are_those_that_counting_finds() -> None:
    found = association_rules(Dataset(BASKETS), **BASKET_PARAMETERS).itemsets.frame  # type: ignore[arg-type]
    by_basket = BASKETS.groupby("basket")["item"].agg(set)
    expected = {
        ", ".join(items): sum(basket.issuperset(items) for basket in by_basket)
        for size in (1, 2, 3, 4)
        for items in combinations("abcdef", size)
    }
    least = 0.2 * len(by_basket)
    assert dict(zip(found["Items"], found["Baskets"], strict=True)) == {
        name: count for name, count in expected.items() if count >= least
    }


def test_a_rule_has_its_confidence_and_lift() -> None:
    table = pd.DataFrame({"b": [1, 1, 2, 2, 3, 4, 4], "i": ["x", "y", "x", "y", "x", "y", "z"]})
    rules = association_rules(
        Dataset(table), basket_column="b", item_column="i", minimum_support=0.5, minimum_lift=0
    ).rules.frame
    rule = rules[rules["If"] == "x"].iloc[0]
    assert (rule["Then"], rule["Support"], rule["Baskets"]) == ("y", 0.5, 2)
    assert rule["Confidence"] == pytest.approx(2 / 3)
    assert rule["Lift"] == pytest.approx((2 / 3) / (3 / 4))


def test_scripts_give_the_same_rules_and_curves() -> None:
    assert_script_gives_the_same("association_rules", {"dataset": Dataset(BASKETS)}, BASKET_PARAMETERS)
    assert_script_gives_the_same("survival_curves", {"dataset": Dataset(DURATIONS)}, DURATION_PARAMETERS)


def test_curves_and_the_log_rank_test_are_those_of_statsmodels() -> None:
    duration = pytest.importorskip("statsmodels.duration.survfunc")
    made = catalog()["survival_curves"].run({"dataset": Dataset(DURATIONS)}, DURATION_PARAMETERS)
    curves, groups = made["curves"].frame, made["groups"].frame
    status = (DURATIONS["left"] == "yes").astype(int)
    for name, rows in DURATIONS.groupby("plan"):
        expected = duration.SurvfuncRight(rows["months"], status[rows.index])
        curve = curves[(curves["Group"] == name) & (curves["Events"] > 0)]
        np.testing.assert_allclose(curve["Survival"], expected.surv_prob)
        assert groups.set_index("Group").loc[str(name), "Median survival"] == expected.quantile(0.5)
    statistic, p_value = duration.survdiff(DURATIONS["months"], status, DURATIONS["plan"])
    assert groups["Log-rank P-Value"].iloc[0] == pytest.approx(p_value)
    assert statistic > 0


def test_an_event_that_says_neither_is_refused() -> None:
    strange = Dataset(DURATIONS.assign(left="perhaps"))
    with pytest.raises(ModuleError, match="'perhaps' tells neither"):
        survival_curves(strange, time_column="months", event_column="left")
