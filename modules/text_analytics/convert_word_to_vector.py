"""Convert Word to Vector: each word becomes numbers, alike for words that are used alike."""

import re
from typing import Annotated, Any, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import (
    Call,
    Column,
    Dataset,
    ModuleError,
    Schema,
    Seed,
    column_of,
    module,
    shown_when,
    titled,
    track,
)
from modules.kit.codegen.expressions import expr
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.text_analytics.texts import (
    TEXT_TYPES,
    as_words,
    build_word_pattern,
    read_texts,
    refuse_too_wide,
    to_text_list,
)

Strategy = Literal["Pretrained Vectors", "Gensim Word2Vec", "Gensim FastText"]
TRAINED_STRATEGIES = ("Gensim Word2Vec", "Gensim FastText")
#: Parts of words share this many vectors in FastText; its own default of two million takes 800 MB at 100 numbers each.
FASTTEXT_BUCKETS = 100_000
Sentences = list[list[str]]


def _build_example() -> Call:
    texts = ["cats chase mice", "dogs chase cats", "mice fear cats", None] * 3
    frame = pd.DataFrame({"text": pd.Series(texts, dtype="str")})
    return Call.of(
        Dataset(frame), target_column="text", length_of_word_embedding=10, minimum_word_count=2, number_of_epochs=2
    )


def _predict_schema(word2vec_strategy: Strategy, length_of_word_embedding: int) -> Schema | None:
    if word2vec_strategy not in TRAINED_STRATEGIES:
        return None
    names = _name_dimensions(length_of_word_embedding)
    return Schema((Column("Vocabulary", "text"), *(Column(name, "real") for name in names)))


def _emit_code(step: StepCode) -> None:
    """The words of each text, the model trained on them, and a row for each word."""
    if step.word2vec_strategy == "Pretrained Vectors":
        raise CannotGenerateCode(
            "Looking up vectors can't be exported as Python. Merge the words with the table of vectors."
        )
    kind = step.word2vec_strategy.removeprefix("Gensim ")
    step.add_imports("import re")
    sentences, model, out = (
        step.reserve_name("sentences"),
        step.reserve_name("word_vectors"),
        step.add_table("results_dataset", step.title),
    )
    found = expr(
        "[re.findall({pattern}(), {as_words}(text)) for text in {texts}]",
        texts=step.use(to_text_list).call(step.get_input("dataset").code.item(step.target_column)),
        pattern=step.use(build_word_pattern),
        as_words=step.use(as_words),
    )
    step.assign(sentences, found)
    settings = {
        "vector_size": step.length_of_word_embedding,
        "window": step.context_window_size,
        "min_count": step.minimum_word_count,
        "max_final_vocab": step.maximum_vocabulary_size,
        "sg": int(step.word2vec_training_algorithm == "Skip_gram"),
        "epochs": step.number_of_epochs,
        "seed": step.seed,
        "workers": 1,
    }
    settings |= {"bucket": FASTTEXT_BUCKETS} if kind == "FastText" else {}
    step.assign(model, step.import_name("gensim.models", kind).call(sentences, **settings).attribute("wv"))
    size = step.length_of_word_embedding
    counted = expr('[f"Embedding dim {{number}}" for number in range({size})]', size=size)
    names = _name_dimensions(size) if size <= 10 else counted
    step.assign(out, expr('pd.DataFrame({model}.vectors.astype("float64"), columns={names})', model=model, names=names))
    step.add('{out}.insert(0, "Vocabulary", {model}.index_to_key)', out=out, model=model)


@module(
    "Convert Word to Vector",
    category="Text Analytics",
    icon="vector-spline",
    example=_build_example,
    schema=_predict_schema,
    emit_code=_emit_code,
    requires=("gensim",),
    keywords=("word2vec", "embedding", "FastText", "GloVe", "document vectors"),
)
def convert_word_to_vector(
    dataset: Dataset,
    pretrained_vectors: Dataset | None = None,
    *,
    target_column: Annotated[
        str,
        Field(description="The column with the texts that vectors are learned from."),
        column_of("dataset", types=TEXT_TYPES),
    ],
    word2vec_strategy: Annotated[
        Strategy,
        titled("Word2Vec strategy"),
        Field(description="Pretrained Vectors: the words of the texts with the vectors that you connect."),
    ] = "Gensim Word2Vec",
    word2vec_training_algorithm: Annotated[
        Literal["Skip_gram", "CBOW"],
        Field(description="Skip_gram is better for rare words, CBOW quicker on much text."),
        titled("Word2Vec training algorithm"),
        shown_when(word2vec_strategy=TRAINED_STRATEGIES),
    ] = "Skip_gram",
    length_of_word_embedding: Annotated[
        int,
        Field(ge=10, le=2000, description="Numbers per word. 100 suits most; more need more text."),
        shown_when(word2vec_strategy=TRAINED_STRATEGIES),
    ] = 100,
    context_window_size: Annotated[
        int,
        Field(ge=1, le=100, description="How many words on either side count as context."),
        shown_when(word2vec_strategy=TRAINED_STRATEGIES),
    ] = 5,
    number_of_epochs: Annotated[
        int,
        Field(ge=1, le=1024, description="How often the texts are gone through. Raise it for little text."),
        shown_when(word2vec_strategy=TRAINED_STRATEGIES),
    ] = 5,
    maximum_vocabulary_size: Annotated[
        int,
        Field(
            ge=10, le=2_147_483_647, description="The largest number of words. The rarest ones beyond it are left out."
        ),
    ] = 10_000,
    minimum_word_count: Annotated[
        int, Field(ge=1, le=100, description="Words that occur less often are left out.")
    ] = 5,
    seed: Annotated[Seed, shown_when(word2vec_strategy=TRAINED_STRATEGIES)] = 0,
) -> Dataset:
    """Give each word of the texts a vector, so that words in similar company have similar vectors.

    Word2Vec learns one vector for each word, FastText also for the parts of words, which helps with rare words and rich
    grammar. The result has a row per word, the most common first: "Vocabulary" and "Embedding dim 0", 1, ... Words are
    runs of letters and digits as they stand, so put Preprocess Text in front.

    Vectors that others trained, such as GloVe, are not downloaded: upload them as a table whose first column is the
    word and all others are numbers, connect it, and choose Pretrained Vectors.

    Mikolov, Chen, Corrado and Dean, Efficient Estimation of Word Representations in Vector Space, 2013; Bojanowski,
    Grave, Joulin and Mikolov, Enriching Word Vectors with Subword Information, TACL 2017.
    """
    words = re.compile(build_word_pattern())
    texts = read_texts(dataset, target_column, parameter="target_column")
    sentences = [words.findall(as_words(text)) for text in texts]
    if word2vec_strategy == "Pretrained Vectors":
        return _look_up_vectors(sentences, pretrained_vectors, minimum_word_count, maximum_vocabulary_size)
    settings = {
        "vector_size": length_of_word_embedding,
        "window": context_window_size,
        "min_count": minimum_word_count,
        "max_final_vocab": maximum_vocabulary_size,
        "sg": int(word2vec_training_algorithm == "Skip_gram"),
        "seed": seed,
        # Several threads would give another result on every run.
        "workers": 1,
    }
    return _train_vectors(word2vec_strategy, settings, sentences, number_of_epochs)


def _name_dimensions(length: int) -> list[str]:
    return [f"Embedding dim {number}" for number in range(length)]


def _train_vectors(strategy: Strategy, settings: dict[str, Any], sentences: Sentences, epochs: int) -> Dataset:
    from gensim.models import FastText, Word2Vec
    from gensim.models.callbacks import CallbackAny2Vec

    class EpochProgress(CallbackAny2Vec):  # type: ignore[misc]
        """Moves the progress on at the end of each epoch."""

        def __init__(self) -> None:
            self._left = track(range(epochs), total=epochs, unit="epochs")
            next(self._left)

        def on_epoch_end(self, _model: Any) -> None:
            next(self._left, None)

    model = FastText(bucket=FASTTEXT_BUCKETS, **settings) if strategy == "Gensim FastText" else Word2Vec(**settings)
    if any(sentences):
        model.build_vocab(sentences)
    if not len(model.wv):
        raise _build_no_words_error(settings["min_count"])
    model.train(sentences, total_examples=model.corpus_count, epochs=epochs, callbacks=[EpochProgress()])
    return _build_vector_table(model.wv.index_to_key, model.wv.vectors)


def _look_up_vectors(sentences: Sentences, pretrained: Dataset | None, min_count: int, max_words: int) -> Dataset:
    if pretrained is None:
        message = "Connect a table of words and their vectors to 'pretrained_vectors', or choose another strategy."
        raise ModuleError(3, message, port="pretrained_vectors")
    counts = pd.Series([word for sentence in sentences for word in sentence], dtype="str").value_counts()
    common = counts[counts >= min_count].index
    places, numbers = _read_vectors(pretrained)
    known = [word for word in common if word in places][:max_words]
    if not known:
        raise _build_no_words_error(min_count)
    return _build_vector_table(known, numbers[[places[word] for word in known]])


def _read_vectors(pretrained: Dataset) -> tuple[dict[str, int], Any]:
    """Where the vector of each word is, and all vectors; errors 20 and 17 for a table that is none of vectors."""
    names = list(pretrained.frame.columns)
    port = "pretrained_vectors"
    if len(names) < 2:
        message = f"A table of vectors has a column of words and columns of numbers. '{port}' has {len(names)} columns."
        raise ModuleError(20, message, port=port)
    for column in list(pretrained.schema)[1:]:
        if not column.is_numeric:
            message = (
                f"Column '{column.name}' at '{port}' is {column.type}. All columns except the first must be numbers."
            )
            raise ModuleError(17, message, port=port, column=column.name)
    words = pretrained.frame[names[0]].astype("str")
    places = {word: place for place, word in reversed(list(enumerate(words)))}
    return places, pretrained.frame[names[1:]].to_numpy(dtype="float64", na_value=np.nan)


def _build_no_words_error(min_count: int) -> ModuleError:
    if min_count == 1:
        message = "The texts have no word that can have a vector. Choose another column."
        return ModuleError(21, message, port="dataset", parameter="target_column")
    message = (
        f"No word that can have a vector occurs at least {min_count:,} times in the texts. Lower the minimum count."
    )
    return ModuleError(21, message, port="dataset", parameter="minimum_word_count")


def _build_vector_table(words: list[str], vectors: Any) -> Dataset:
    names = _name_dimensions(vectors.shape[1])
    refuse_too_wide(
        len(words),
        len(names),
        8,
        what="numbers a word",
        advice="Use shorter vectors, or fewer words.",
        parameter="maximum_vocabulary_size",
    )
    table = pd.DataFrame(vectors.astype("float64"), columns=pd.Index(names, dtype="str"))
    table.insert(0, "Vocabulary", pd.Series(words, dtype="str"))
    return Dataset(table)
