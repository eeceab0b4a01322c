"""Latent Semantic Analysis: the numbers of scikit-learn, what its dimensions say, and its script."""

import numpy as np
import pandas as pd
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from modules.kit import Dataset, catalog
from tests.modules.text.sample_texts import select_column
from tests.server.module_programs import assert_script_gives_the_same

MODULE = catalog()["latent_semantic_analysis"]
TEXTS = ["cats and dogs", "dogs chase cats", "stocks and bonds", "bonds beat stocks", "cats like cats"] * 2
DATA = Dataset(pd.DataFrame({"text": pd.Series(TEXTS, dtype="str")}))


def test_texts_lie_where_a_truncated_decomposition_of_their_weights_has_them() -> None:
    parameters = {"target_columns": select_column("text"), "number_of_dimensions": 3}
    made = MODULE.run({"dataset": DATA}, parameters)
    weights = TfidfVectorizer(lowercase=False).fit_transform(TEXTS)
    expected = TruncatedSVD(3, random_state=0).fit_transform(weights)
    found = made["transformed_dataset"].frame[["Dimension 1", "Dimension 2", "Dimension 3"]]
    # Either side of a dimension may be the positive one.
    np.testing.assert_allclose(np.abs(found.to_numpy()), np.abs(expected), atol=1e-9)
    again = made["lsa_transformation"].apply(DATA)
    pd.testing.assert_frame_equal(again.frame, made["transformed_dataset"].frame)
    assert any({"stocks", "bonds"} <= set(words.split(", ")) for words in made["dimensions"].frame["Words"])
    assert_script_gives_the_same("latent_semantic_analysis", {"dataset": DATA}, parameters)


def test_fewer_words_than_dimensions_leave_the_last_ones_zero() -> None:
    few = Dataset(DATA.frame.head(1))
    made = MODULE.run({"dataset": few}, {"target_columns": select_column("text"), "number_of_dimensions": 4})
    assert made["transformed_dataset"].frame["Dimension 4"].tolist() == [0.0]
    assert made["dimensions"].frame["Explained variance"].tolist() == [0.0] * 4
