"""What topics are called: by their numbers, or by their numbers and words."""

from collections.abc import Sequence
from typing import Any

import numpy as np

#: So many words are the name of a topic.
WORDS_IN_NAMES = 3


def name_topics(count: int) -> list[str]:
    return [f"Topic {number}" for number in range(1, count + 1)]


def name_by_words(weights: Any, words: Sequence[str]) -> list[str]:
    """The number of each topic, and its words of the largest weights."""
    order = np.argsort(-weights, axis=1, kind="stable")[:, :WORDS_IN_NAMES]
    return [f"Topic {number}: {', '.join(words[place] for place in row)}" for number, row in enumerate(order, 1)]
