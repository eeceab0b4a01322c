"""Features by several scores at once."""

import numpy as np
import pandas as pd
import pytest

from modules.feature_selection.filter_based_feature_selection import filter_based_feature_selection
from modules.feature_selection.rank_features import RANKED_SCORES, rank_features
from modules.kit import Dataset, ModuleError
from tests.modules.module_scripts import assert_script_gives_the_same

RANDOM = np.random.default_rng(0)
BASE = RANDOM.normal(0, 1, 200)
TABLE = Dataset(
    pd.DataFrame(
        {
            "noise": RANDOM.normal(0, 1, 200),
            "strong": BASE + RANDOM.normal(0, 0.1, 200),
            "kind": np.where(BASE > 0, "up", "down"),
            "target": BASE * 3,
        }
    )
)


def test_scores_are_those_of_the_filter_and_the_best_feature_is_first() -> None:
    ranking = rank_features(TABLE, target_column="target").ranking.frame
    assert ranking["Feature"].tolist()[0] == "strong"
    assert ranking["Feature"].tolist()[-1] == "noise"
    for name in ("Pearson correlation", "Mutual information", "Kendall correlation"):
        made = filter_based_feature_selection(
            TABLE,
            target_column="target",
            feature_scoring_method=RANKED_SCORES[name],  # type: ignore[arg-type]
        )
        alone = dict(zip(made.features.frame["Feature"], made.features.frame["Score"], strict=True))
        assert ranking.loc[0, name] == alone["strong"]
    text = ranking[ranking["Feature"] == "kind"].iloc[0]
    assert np.isnan(text["Pearson correlation"])
    assert text["Mutual information"] > 0.5
    assert ranking["Fisher score"].isna().all()


@pytest.mark.parametrize("target", ["target", "kind"])
def test_the_script_gives_the_same_ranking(target: str) -> None:
    assert_script_gives_the_same("rank_features", {"dataset": TABLE}, {"target_column": target})


def test_the_target_alone_is_refused() -> None:
    with pytest.raises(ModuleError, match="Only the target 'target' is chosen"):
        rank_features(Dataset(TABLE.frame[["target"]]), target_column="target")
