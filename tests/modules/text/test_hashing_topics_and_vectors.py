"""Feature Hashing, topics and word vectors: the numbers of scikit-learn and gensim."""

import re
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer

from modules.kit import Dataset, ModuleError, catalog
from modules.kit.progress import ProgressReport, listen_to_progress
from modules.text_analytics.convert_word_to_vector import FASTTEXT_BUCKETS, convert_word_to_vector
from modules.text_analytics.feature_hashing import feature_hashing
from modules.text_analytics.latent_dirichlet_allocation import (
    LatentDirichletAllocationOutputs,
    latent_dirichlet_allocation,
)
from tests.modules.text.sample_texts import UGLY_TEXTS, make_texts, read_messages, select_column
from tests.server.module_programs import assert_script_gives_the_same
from tests.view_json import build_view

WORD_PATTERN = r"[^\W_]+"


def hash_features(dataset: Dataset, **parameters: Any) -> pd.DataFrame:
    made = feature_hashing(dataset, target_columns=select_column("text"), **parameters).transformed_dataset.frame
    return made[[name for name in made if name.startswith("text - Hashing feature")]]


def test_hashed_counts_are_those_of_a_hashing_vectorizer() -> None:
    data = read_messages()
    plain = HashingVectorizer(
        n_features=256, alternate_sign=False, norm=None, lowercase=False, token_pattern=WORD_PATTERN, ngram_range=(1, 2)
    )
    found = hash_features(data, hashing_bitsize=8, n_grams=2)
    assert (found.columns[0], found.columns[-1]) == ("text - Hashing feature 1", "text - Hashing feature 256")
    assert np.array_equal(found.to_numpy(), plain.transform(data.frame["text"]).toarray())


def test_without_n_grams_a_text_is_hashed_as_a_whole() -> None:
    found = hash_features(make_texts("red fish", "red fish", "fish", None), hashing_bitsize=6, n_grams=0)
    assert found.sum(axis=1).tolist() == [1, 1, 1, 0]
    assert found.iloc[0].equals(found.iloc[1])
    assert not found.iloc[0].equals(found.iloc[2])


def test_ugly_texts_are_hashed_and_keep_their_rows() -> None:
    assert hash_features(make_texts(*UGLY_TEXTS), hashing_bitsize=4).shape == (len(UGLY_TEXTS), 16)


def test_more_hashes_than_can_have_names_are_refused() -> None:
    with pytest.raises(ModuleError) as caught:
        hash_features(make_texts("a"), hashing_bitsize=21)
    assert (caught.value.number, caught.value.parameter) == (129, "hashing_bitsize")


def find_topics(dataset: Dataset, **parameters: Any) -> LatentDirichletAllocationOutputs:
    return latent_dirichlet_allocation(dataset, target_columns=select_column("text"), **parameters)


def test_topics_are_those_of_scikit_learn() -> None:
    data = read_messages(300)
    data = data.with_frame(data.frame.assign(text=data.frame["text"].str.replace("_", " ")))
    counter = CountVectorizer(lowercase=False, ngram_range=(1, 2), max_features=1_000)
    counts = counter.fit_transform(data.frame["text"])
    plain = LatentDirichletAllocation(
        4,
        doc_topic_prior=0.01,
        topic_word_prior=0.01,
        learning_method="online",
        batch_size=32,
        learning_offset=10,
        learning_decay=0.5,
        max_iter=6,
        random_state=3,
    ).fit(counts)
    found = find_topics(
        data,
        number_of_topics_to_model=4,
        maximum_size_of_ngram_dictionary=1_000,
        number_of_training_iterations=6,
        seed=3,
    )
    names = [f"Topic {number}" for number in range(1, 5)]
    assert np.allclose(found.transformed_dataset.frame[names], plain.transform(counts), atol=1e-6)
    matrix = found.feature_topic_matrix.frame
    assert matrix["Feature"].tolist() == counter.get_feature_names_out().tolist()
    assert np.allclose(matrix[names].T, plain.components_ / plain.components_.sum(axis=1, keepdims=True), atol=1e-6)


def test_the_topics_of_other_texts_are_found_by_the_transformation() -> None:
    data = read_messages(200)
    found = find_topics(data, number_of_topics_to_model=2, number_of_training_iterations=2)
    again = found.lda_transformation.apply(data)
    pd.testing.assert_frame_equal(again.frame, found.transformed_dataset.frame)


def test_the_shares_of_a_text_add_up_to_one_even_without_words() -> None:
    found = find_topics(make_texts(*UGLY_TEXTS), number_of_topics_to_model=3, number_of_training_iterations=2)
    shares = found.transformed_dataset.frame[["Topic 1", "Topic 2", "Topic 3"]]
    assert np.allclose(shares.sum(axis=1), 1)
    assert np.allclose(shares.iloc[0], 1 / 3)


def test_hashed_topics_need_no_dictionary() -> None:
    found = find_topics(
        read_messages(100),
        build_dictionary_of_ngrams=False,
        number_of_bits_to_use_for_feature_hashing=6,
        number_of_training_iterations=1,
    )
    assert found.feature_topic_matrix.rows == 64


def test_texts_without_words_have_no_topics() -> None:
    for hashing in (True, False):
        with pytest.raises(ModuleError) as caught:
            find_topics(make_texts(None, "!", ""), build_dictionary_of_ngrams=hashing)
        assert caught.value.number == 21


def test_the_view_of_topics_has_their_words_by_weight_and_the_commonest_topic_first() -> None:
    found = find_topics(read_messages(200), number_of_topics_to_model=3, number_of_training_iterations=2)
    shown = build_view(found.lda_transformation)["details"]["topics"]
    assert all(one["share"] >= other["share"] for one, other in pairwise(shown))
    assert all(one["weight"] >= other["weight"] for topic in shown for one, other in pairwise(topic["words"]))
    shares = found.transformed_dataset.frame[[topic["name"] for topic in shown]].mean()
    assert np.allclose([topic["share"] for topic in shown], shares)


def make_vectors(dataset: Dataset, pretrained: Dataset | None = None, **parameters: Any) -> pd.DataFrame:
    return convert_word_to_vector(dataset, pretrained, target_column="text", **parameters).frame


@pytest.mark.parametrize(
    ("strategy", "algorithm"), [("Word2Vec", "Skip_gram"), ("Word2Vec", "CBOW"), ("FastText", "CBOW")]
)
def test_vectors_are_those_of_gensim(strategy: str, algorithm: str) -> None:
    from gensim import models

    data = read_messages(300)
    sentences = [re.findall(WORD_PATTERN, text) for text in data.frame["text"]]
    extra = {"bucket": FASTTEXT_BUCKETS} if strategy == "FastText" else {}
    plain = getattr(models, strategy)(
        sentences,
        vector_size=12,
        epochs=2,
        sg=int(algorithm == "Skip_gram"),
        min_count=5,
        max_final_vocab=50,
        seed=1,
        workers=1,
        **extra,
    )
    found = make_vectors(
        data,
        word2vec_strategy=f"Gensim {strategy}",
        word2vec_training_algorithm=algorithm,
        length_of_word_embedding=12,
        number_of_epochs=2,
        maximum_vocabulary_size=50,
        seed=1,
    )
    assert found["Vocabulary"].tolist() == plain.wv.index_to_key
    assert np.allclose(found.drop(columns="Vocabulary"), plain.wv.vectors, atol=1e-6)


def test_training_tells_its_epochs() -> None:
    heard: list[ProgressReport] = []
    with listen_to_progress(heard.append):
        make_vectors(read_messages(100), number_of_epochs=3, length_of_word_embedding=10)
    assert [(told.done, told.total) for told in heard] == [(1, 3), (2, 3), (3, 3)]


def test_pretrained_vectors_are_looked_up_for_the_words_of_the_texts() -> None:
    table = Dataset(pd.DataFrame({"word": ["fish", "dog", "cat"], "x": [1.0, 2.0, 3.0], "y": [0.1, 0.2, 0.3]}))
    found = make_vectors(
        make_texts("fish cat fish bird"), table, word2vec_strategy="Pretrained Vectors", minimum_word_count=1
    )
    assert found.to_numpy().tolist() == [["fish", 1.0, 0.1], ["cat", 3.0, 0.3]]


@pytest.mark.parametrize(
    ("table", "number"),
    [
        (None, 3),
        ({"word": ["fish"]}, 20),
        ({"word": ["fish"], "x": ["one"]}, 17),
        ({"word": ["whale"], "x": [1.0]}, 21),
    ],
)
def test_pretrained_vectors_that_are_none_are_refused(table: dict[str, list[object]] | None, number: int) -> None:
    with pytest.raises(ModuleError) as caught:
        make_vectors(
            make_texts("fish"),
            None if table is None else Dataset(pd.DataFrame(table)),
            word2vec_strategy="Pretrained Vectors",
            minimum_word_count=1,
        )
    assert caught.value.number == number


@pytest.mark.parametrize("strategy", ["Gensim Word2Vec", "Gensim FastText"])
def test_texts_without_common_words_have_no_vectors_and_ugly_ones_have(strategy: str) -> None:
    for values in ([None, ""], ["only once"]):
        with pytest.raises(ModuleError) as caught:
            make_vectors(make_texts(*values), word2vec_strategy=strategy, minimum_word_count=2)
        assert caught.value.number == 21
    assert (
        len(make_vectors(make_texts(*UGLY_TEXTS, *UGLY_TEXTS), word2vec_strategy=strategy, minimum_word_count=2)) > 10
    )


def test_topics_are_called_by_their_words_in_the_result_and_in_its_script() -> None:
    texts = ["cats and dogs", "dogs chase cats", "stocks and bonds", "bonds beat stocks"] * 3
    data = Dataset(pd.DataFrame({"text": pd.Series(texts, dtype="str")}))
    parameters = {
        "target_columns": select_column("text"),
        "number_of_topics_to_model": 2,
        "n_grams": 1,
        "name_topics_by_words": True,
    }
    made = catalog()["latent_dirichlet_allocation"].run({"dataset": data}, parameters)
    names = list(made["transformed_dataset"].frame)[1:]
    assert [name.partition(":")[0] for name in names] == ["Topic 1", "Topic 2"]
    assert all(len(name.split(", ")) == 3 for name in names)
    assert sum("cats" in name or "dogs" in name for name in names) == 1
    assert [topic.name in names for topic in made["lda_transformation"].describe_topics()] == [True, True]
    assert_script_gives_the_same("latent_dirichlet_allocation", {"dataset": data}, parameters)
