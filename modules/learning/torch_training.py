"""What the networks of PyTorch share: a seed and threads for a while, weights as arrays, batches.

Torch is imported within functions: the server reads this file when it starts.
"""

import math
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import numpy as np

NetworkWeights = Mapping[str, Any]

#: More threads than this wait for one another more than they help.
MAX_THREADS = 8


def count_threads() -> int:
    """Half of the processors: other steps run beside this one, and threads that share a processor slow each other."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(MAX_THREADS, processors // 2))


@contextmanager
def seeded_torch(seed: int) -> Iterator[None]:
    """Within this block torch draws from this seed, with the threads that pay here."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(count_threads())
    try:
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            yield
    finally:
        torch.set_num_threads(before)


def extract_weights(network: Any) -> dict[str, Any]:
    """All weights and running means as arrays, which need no torch to be stored."""
    return {name: value.detach().numpy().copy() for name, value in network.state_dict().items()}


def load_weights(network: Any, weights: NetworkWeights) -> None:
    """Put the weights in; what they do not name stays as it is."""
    import torch

    # The arrays may be read-only; torch would warn of what it could do to them.
    found = {name: torch.from_numpy(np.array(value)) for name, value in weights.items()}
    network.load_state_dict(found, strict=False)


def split_into_batches(rows: list[int], size: int) -> list[list[int]]:
    """The rows in as many portions as it takes, all alike in size.

    A small rest would upset batch normalization, whose means are those of a batch; a single row has no deviation.
    """
    count = max(1, min(math.ceil(len(rows) / size), len(rows) // 2))
    edges = [len(rows) * place // count for place in range(count + 1)]
    return [rows[start:end] for start, end in pairwise(edges)]
