"""Which module a module of Machine Learning Studio (classic) is: by its number, or by its settings and ports."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from modules.kit import catalog

#: {the number of a family, as Microsoft's documentation links to it: our module}
FAMILIES = {
    "0207d2526c414c7784c373bdf1ac5960": "boosted_decision_tree_regression",
    "124865f7e9014656adacf4cb08248099": "join_data",
    "12d8479b74b44e67b8ded32867380e20": "two_class_support_vector_machine",
    "1ec722fab6234e26a44ea50c6d726223": "select_columns_in_dataset",
    "30806023392b42e094d66b775a6e0fd5": "execute_r_script",
    "31960a6f789b4cf788d62e1152c0bd1a": "linear_regression",
    "370b6676c11c486fbf7335349f842a66": "edit_metadata",
    "401b4f92e7244d5abe81d5b0ff9bdb33": "score_model",
    "4e1b0fe6aded4b3fa36f39b8862b9004": "import_data",
    "5049a09bbd904c4e9b467c87e3a36810": "k_means_clustering",
    "562988b2e7404e3a8131358391bad755": "decision_forest_regression",
    "5cc7053eaa30450d96c0dae4be720977": "train_model",
    "5e70108d2e4445d986e894f37c68fe86": "multiclass_decision_forest",
    "70530644c97a4ab685f788bf30a8be5f": "split_data",
    "72bf58e0fc874bb19704f1805003b975": "convert_to_dataset",
    "75fb875d6b864d468bcc74261ade5826": "cross_validate_model",
    "7a391181b6a74ad4b82de419c0d6522c": "export_data",
    "80e21b9d382740d8b733b53148becbc2": "poisson_regression",
    "918b356b045c412baa1294a1d2dad90f": "filter_based_feature_selection",
    "927d65ac3b504694990320f6c1672089": "evaluate_model",
    "986df33367484b85923d871df70d6aaf": "normalize_data",
    "a8726e341b3e4515b59a3e4a475654b8": "partition_and_sample",
    "bb43c744f7fa41d0ae6774ae75da3ffd": "train_clustering_model",
    "c9a826602d9c411d81224d9e0b3ce92a": "feature_hashing",
    "cdb56f957f4c404dbde75bb972e6f232": "execute_python_script",
    "d2c5ca2f732341a39b7eda917c99f0c4": "clean_missing_data",
    "d7ee222c669f4200a576a761a9c1a928": "neural_network_regression",
    "e3c522f853d948298ea45c6a6b75330c": "two_class_boosted_decision_tree",
    "eed3ee76e8aa46e6907c9ca767f5c114": "assign_data_to_clusters",
    "faa6ba63383c4086ba587abf26b85814": "convert_to_csv",
}
#: So much of the settings must be called as ours are for a module to be recognized by them.
LEAST_SHARE = 0.6


class RecognizedModule(NamedTuple):
    """Our module, and whether the file says so or it only looks like it."""

    module: str
    is_certain: bool


def match_name(name: str) -> str:
    """A name without case, spaces and signs."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def find_module(
    number: str, parameters: Sequence[str], inputs: Sequence[str], outputs: Sequence[str]
) -> RecognizedModule | None:
    """The module for `workspace.family.version`, or the one whose names are alike; None where none is."""
    family = next((part for part in number.lower().replace("-", "").split(".")[1:] if part in FAMILIES), None)
    if family is not None:
        return RecognizedModule(FAMILIES[family], True)
    theirs = {match_name(name) for name in parameters} - {""}
    if not theirs:
        return None
    shares = {
        name: len(theirs & ours) / len(theirs | ours)
        for name, (ours, taken, given) in _list_names().items()
        if taken == len(inputs) and given == len(outputs)
    }
    most = max(shares.values(), default=0.0)
    best = [name for name, share in shares.items() if share == most]
    # Learners for two and for more classes have the same settings; those for more take two as well.
    best = best if len(best) == 1 else [name for name in best if name.startswith("multiclass_")]
    return RecognizedModule(best[0], False) if most >= LEAST_SHARE and len(best) == 1 else None


@cache
def _list_names() -> dict[str, tuple[frozenset[str], int, int]]:
    """{module: the names of its settings, how many inputs it has, and how many outputs}."""
    return {
        name: (frozenset(match_name(one) for one in module.widgets), len(module.inputs), len(module.outputs))
        for name, module in catalog().items()
        if module.widgets
    }
