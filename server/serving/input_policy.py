"""What an endpoint does with rows unlike those of the training data: it answers with a warning, or refuses them."""

from collections.abc import Mapping
from typing import Literal

from server.runs.sandbox.inside.replica_protocol import FINDING_KINDS

PolicyAction = Literal["answer", "refuse"]

#: Without a word from the owner: what cannot be meant is refused, what may be is answered.
DEFAULT_POLICY: Mapping[str, PolicyAction] = {
    "missing_column": "refuse",
    "extra_column": "answer",
    "wrong_type": "refuse",
    "missing_value": "answer",
    "unseen_level": "answer",
    "out_of_range": "answer",
}
assert set(DEFAULT_POLICY) == set(FINDING_KINDS)


def complete_policy(stored: Mapping[str, str]) -> dict[str, PolicyAction]:
    """What is done with each kind of finding."""
    return {
        kind: "refuse" if stored.get(kind, action) == "refuse" else "answer" for kind, action in DEFAULT_POLICY.items()
    }
