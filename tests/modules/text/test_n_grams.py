"""Extract N-Gram Features: the numbers of scikit-learn, and a vocabulary that carries over to other texts."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

from modules.kit import Dataset, ModuleError
from modules.text_analytics.extract_n_gram_features_from_text import (
    ExtractNGramFeaturesFromTextOutputs,
    extract_n_gram_features_from_text,
)
from tests.modules.text.sample_texts import UGLY_TEXTS, make_texts, read_messages

PLAIN = {"lowercase": False, "token_pattern": r"\b[^\W_]{3,25}\b", "ngram_range": (1, 2), "min_df": 5}


def extract_n_grams(
    dataset: Dataset, vocabulary: Dataset | None = None, **parameters: object
) -> ExtractNGramFeaturesFromTextOutputs:
    return extract_n_gram_features_from_text(dataset, vocabulary, text_column="text", **parameters)  # type: ignore[arg-type]


def get_features(dataset: Dataset) -> pd.DataFrame:
    return dataset.frame[[name for name in dataset.frame if name.startswith("text.[")]]


def make_messages_without_underscores() -> Dataset:
    data = read_messages()
    return data.with_frame(data.frame.assign(text=data.frame["text"].str.replace("_", " ")))


def test_frequencies_are_those_of_a_count_vectorizer() -> None:
    data = make_messages_without_underscores()
    plain = CountVectorizer(**PLAIN)
    counted = plain.fit_transform(data.frame["text"]).toarray()
    found = get_features(extract_n_grams(data, n_grams_size=2, weighting_function="TF Weight").results_dataset)
    assert list(found) == [f"text.[{name.replace(' ', '_')}]" for name in plain.get_feature_names_out()]
    assert np.array_equal(found.to_numpy(), counted)


@pytest.mark.parametrize("normalize", [False, True])
def test_weights_are_those_of_a_tfidf_vectorizer_less_the_one_that_it_adds(normalize: bool) -> None:
    data = make_messages_without_underscores()
    plain = TfidfVectorizer(**PLAIN, smooth_idf=False, norm=None)
    counted = plain.fit_transform(data.frame["text"]).toarray() / plain.idf_ * (plain.idf_ - 1)
    if normalize:
        norms = np.linalg.norm(counted, axis=1, keepdims=True)
        counted = np.divide(counted, norms, where=norms > 0, out=np.zeros_like(counted))
    result = extract_n_grams(
        data, n_grams_size=2, weighting_function="TF-IDF Weight", normalize_n_gram_feature_vectors=normalize
    )
    assert np.allclose(get_features(result.results_dataset).to_numpy(), counted, atol=1e-6)
    assert np.allclose(result.result_vocabulary.frame["IDF"], plain.idf_ - 1, atol=1e-6)


def test_binary_and_idf_weights_count_an_n_gram_once() -> None:
    data = make_texts("spam spam", "egg spam", "egg egg", "ham")
    binary = extract_n_grams(data, minimum_n_gram_document_absolute_frequency=1).results_dataset
    weighted = extract_n_grams(data, weighting_function="IDF Weight", minimum_n_gram_document_absolute_frequency=1)
    assert binary.frame["text.[spam]"].tolist() == [1, 1, 0, 0]
    assert np.allclose(weighted.results_dataset.frame["text.[spam]"], np.log(2) * np.array([1, 1, 0, 0]))


def test_a_read_only_vocabulary_gives_the_same_columns_whatever_words_there_are() -> None:
    train, test = read_messages(400), read_messages(600)
    test = test.with_frame(test.frame.iloc[400:].reset_index(drop=True))
    made = extract_n_grams(train, n_grams_size=2, weighting_function="TF-IDF Weight")
    again = extract_n_grams(
        train, made.result_vocabulary, vocabulary_mode="ReadOnly", weighting_function="TF-IDF Weight"
    )
    other = extract_n_grams(
        test, made.result_vocabulary, vocabulary_mode="ReadOnly", weighting_function="TF-IDF Weight"
    )
    pd.testing.assert_frame_equal(again.results_dataset.frame, made.results_dataset.frame)
    pd.testing.assert_frame_equal(again.result_vocabulary.frame, made.result_vocabulary.frame)
    assert list(get_features(other.results_dataset)) == list(get_features(made.results_dataset))
    pd.testing.assert_frame_equal(made.n_gram_transformation.apply(test).frame, other.results_dataset.frame)


def test_unseen_words_have_no_column_and_can_be_told() -> None:
    made = extract_n_grams(make_texts("one fish", "two fish"), minimum_n_gram_document_absolute_frequency=1)
    read = extract_n_grams(
        make_texts("red fish", "one fish", None),
        made.result_vocabulary,
        vocabulary_mode="ReadOnly",
        detect_out_of_vocabulary_rows=True,
    ).results_dataset.frame
    assert read["text.[fish]"].tolist() == [1, 1, 0]
    assert read["text.[out of vocabulary]"].tolist() == [True, False, False]


def test_update_counts_new_texts_in_and_merge_adds_their_n_grams() -> None:
    made = extract_n_grams(
        make_texts("one fish", "two fish"), minimum_n_gram_document_absolute_frequency=1
    ).result_vocabulary
    new = make_texts("red fish", "one one")
    updated = extract_n_grams(new, made, vocabulary_mode="Update").result_vocabulary.frame
    merged = extract_n_grams(new, made, vocabulary_mode="Merge", minimum_n_gram_document_absolute_frequency=1)
    assert dict(zip(updated["NGram"], updated["DF"], strict=True)) == {"fish": 3, "one": 2, "two": 1}
    assert np.allclose(updated["IDF"], np.log(4 / updated["DF"]))
    frame = merged.result_vocabulary.frame
    assert dict(zip(frame["NGram"], frame["DF"], strict=True)) == {"fish": 3, "one": 2, "two": 1, "red": 1}


def test_skipped_words_make_n_grams_of_words_that_stand_apart() -> None:
    found = extract_n_grams(
        make_texts("insurgents killed ongoing fighting"),
        n_grams_size=2,
        k_skip_size=2,
        minimum_n_gram_document_absolute_frequency=1,
    ).result_vocabulary.frame["NGram"]
    pairs = [name for name in found if "_" in name]
    # Guthrie and others 2006, section 2: the 2-skip-bi-grams of this sentence.
    assert sorted(pairs) == [
        "insurgents_fighting",
        "insurgents_killed",
        "insurgents_ongoing",
        "killed_fighting",
        "killed_ongoing",
        "ongoing_fighting",
    ]


def test_marks_belong_to_their_letters_and_underscores_do_not() -> None:
    found = extract_n_grams(
        make_texts("हिन्दी great_movie"), n_grams_size=1, minimum_n_gram_document_absolute_frequency=1
    )
    assert found.result_vocabulary.frame["NGram"].tolist() == ["great", "movie", "हिन्दी"]


def test_ugly_texts_are_counted_and_keep_their_rows() -> None:
    found = extract_n_grams(
        make_texts(*UGLY_TEXTS), n_grams_size=2, minimum_n_gram_document_absolute_frequency=1
    ).results_dataset
    assert found.rows == len(UGLY_TEXTS)
    assert get_features(found).notna().all(axis=None)


def test_the_text_is_no_feature_any_more_and_other_roles_stay() -> None:
    data = read_messages(50).with_role("label", "label")
    schema = extract_n_grams(data, minimum_n_gram_document_absolute_frequency=2).results_dataset.schema
    assert (schema["text"].role, schema["label"].role) == ("none", "label")


@pytest.mark.parametrize(
    ("values", "parameters", "number"),
    [
        (["a", "b"], {}, 21),
        ([None, None], {}, 21),
        (["one word"], {"minimum_n_gram_document_absolute_frequency": 2}, 21),
        (["one word"], {"vocabulary_mode": "ReadOnly"}, 3),
        (["one word"], {"minimum_word_length": 9, "maximum_word_length": 4}, 5),
        (["one word"], {"n_grams_size": 10, "k_skip_size": 10}, 7),
        ([], {}, 3),
    ],
)
def test_what_cannot_be_done_is_refused_by_number(
    values: list[str | None], parameters: dict[str, Any], number: int
) -> None:
    with pytest.raises(ModuleError) as caught:
        extract_n_grams(make_texts(*values), **parameters)
    assert caught.value.number == number


@pytest.mark.parametrize(
    ("table", "number"),
    [
        ({"NGram": ["a"], "DF": [1]}, 1),
        ({"NGram": [1], "DF": [1], "IDF": [0.0]}, 16),
        ({"NGram": ["a"], "DF": ["x"], "IDF": [0.0]}, 16),
        ({"NGram": ["a b", "a_b"], "DF": [1, 1], "IDF": [0.0, 0.0]}, 18),
        ({"NGram": ["a", None], "DF": [1, 1], "IDF": [0.0, 0.0]}, 18),
        ({"NGram": ["a"], "DF": [-1], "IDF": [0.0]}, 18),
        ({"NGram": ["a"], "DF": [1], "IDF": [np.inf]}, 18),
    ],
)
def test_a_vocabulary_that_is_none_is_refused_by_number(table: dict[str, list[object]], number: int) -> None:
    with pytest.raises(ModuleError) as caught:
        extract_n_grams(make_texts("some text"), Dataset(pd.DataFrame(table)), vocabulary_mode="ReadOnly")
    assert caught.value.number == number


def test_more_n_grams_than_a_table_has_columns_for_stay_sparse() -> None:
    words = " ".join(f"word{number}" for number in range(10_001))
    made = extract_n_grams(make_texts(words), minimum_n_gram_document_absolute_frequency=1).results_dataset
    assert [column.type for column in made.schema][-1] == "vector"
    assert str(made.frame.iloc[0, -1]) == "10,001 of 10,001 features"
