"""Which items a recommender has learned to be alike: what its trained model shows."""

from typing import Any

import numpy as np
import pandas as pd

from modules.kit.views.model_view import RatedItem, SimilarItem, SimilarItemsDetails
from modules.recommendation.ratings import Numbers, Ratings

#: The most rated items are shown, each with its nearest.
MAX_SHOWN_ITEMS = 500
MAX_SIMILAR_ITEMS = 6


def find_similar_items(items: "pd.Index[Any]", vectors: Numbers, ratings: Ratings) -> SimilarItemsDetails:
    """For each of the most rated items those whose vectors point its way.

    `vectors` has a row per item. Alike is the cosine of the angle between two of them: 1 is the same direction, 0 none
    in common (Sarwar, Karypis, Konstan and Riedl, Item-Based Collaborative Filtering Recommendation Algorithms, WWW
    2001, section 3.1.1). Items that nothing was learned of have a vector of zeros, and are like no other.
    """
    counts = ratings.items.value_counts().reindex(items, fill_value=0).to_numpy()
    shown = np.argsort(-counts, kind="stable")[:MAX_SHOWN_ITEMS]
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = np.divide(vectors, lengths, out=np.zeros_like(vectors, dtype="float64"), where=lengths > 0)
    alike = unit[shown] @ unit.T
    alike[np.arange(len(shown)), shown] = -np.inf
    nearest = np.argsort(-alike, axis=1, kind="stable")[:, : min(MAX_SIMILAR_ITEMS, len(items) - 1)]
    names = [str(item) for item in items]
    return SimilarItemsDetails(
        all_items=len(items),
        items=[
            RatedItem(
                item=names[place],
                ratings=int(counts[place]),
                similar=[SimilarItem(item=names[other], similarity=round(float(row[other]), 4)) for other in others],
            )
            for place, row, others in zip(shown, alike, nearest, strict=True)
        ],
    )
