"""Whether a run that was replayed gave what it gave before, and if not, what is the first to differ. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Verdict = Literal["identical", "equal", "differs", "failed"]
Same = Literal["identical", "equal", "differs", "failed", "left out"]


@dataclass(frozen=True)
class Ran:
    """A step as it went: its outputs by port, each with its type and its metrics where it has some."""

    node: str
    title: str
    state: str
    outputs: Mapping[str, tuple[str, str]]
    metrics: Mapping[str, Any]
    deterministic: bool = True


@dataclass(frozen=True)
class StepFinding:
    """How a step of the replay compares."""

    node: str
    title: str
    same: Same
    deterministic: bool


@dataclass(frozen=True)
class MetricFinding:
    """A metric then and now."""

    node: str
    title: str
    metric: str
    then: Any
    now: Any


@dataclass(frozen=True)
class Reproduction:
    """What a replay found: in a word, in a sentence, step by step, and metric by metric."""

    verdict: Verdict
    sentence: str
    steps: tuple[StepFinding, ...]
    metrics: tuple[MetricFinding, ...]
    environment: tuple[str, ...]


def reproduction(
    then: Sequence[Ran], now: Sequence[Ran], data_types: frozenset[str], environment: Sequence[str]
) -> Reproduction:
    """Compare a run with its replay; both in the order of the plan. Types of data are those whose bytes must be equal:
    the file of a model may differ while all that the model says is the same."""
    replayed = {step.node: step for step in now}
    good = [step for step in then if step.state in ("succeeded", "reused")]
    steps = tuple(
        StepFinding(step.node, step.title, _same(step, replayed.get(step.node), data_types), step.deterministic)
        for step in good
    )
    metrics = tuple(
        MetricFinding(step.node, step.title, name, value, _metrics(replayed, step.node).get(name))
        for step in good
        for name, value in step.metrics.items()
    )
    verdict = _verdict(steps)
    return Reproduction(verdict, _sentence(verdict, steps, environment), steps, metrics, tuple(environment))


def _metrics(steps: Mapping[str, Ran], node: str) -> Mapping[str, Any]:
    return steps[node].metrics if node in steps else {}


def _same(then: Ran, now: Ran | None, data_types: frozenset[str]) -> Same:
    if now is None or now.state == "skipped":
        return "left out"
    if now.state not in ("succeeded", "reused"):
        return "failed"
    if then.outputs == now.outputs:
        return "identical"
    differing = [port for port in then.outputs if then.outputs[port] != now.outputs.get(port)]
    opaque = all(then.outputs[port][1] not in data_types for port in differing)
    return "equal" if opaque and differing else "differs"


def _verdict(steps: Sequence[StepFinding]) -> Verdict:
    found = {step.same for step in steps}
    if "differs" in found:
        return "differs"
    if "failed" in found or not found - {"left out"}:
        return "failed"
    return "equal" if "equal" in found else "identical"


def _sentence(verdict: Verdict, steps: Sequence[StepFinding], environment: Sequence[str]) -> str:
    if verdict == "identical":
        return f"Identical: {_counted(steps)} gave the same results, byte for byte."
    if verdict == "equal":
        return (
            "The same: every table and every metric is identical, byte for byte. The files of some models and "
            "transformations are not; what they give is."
        )
    first = next((step for step in steps if step.same == verdict), None)
    if first is None:
        return "Nothing could be replayed: no step that succeeded then could run now."
    if verdict == "failed":
        return f"{first.title} failed, which had succeeded. Its log says why."
    if not first.deterministic:
        return (
            f"{first.title} is the first step that gave something else. It is not deterministic: each run may differ."
        )
    why = f" What changed since: {' '.join(environment)}" if environment else " Neither a library nor code has changed."
    return f"{first.title} is the first step that gave something else.{why}"


def _counted(steps: Sequence[StepFinding]) -> str:
    replayed = sum(step.same != "left out" for step in steps)
    return "the one step" if replayed == 1 else f"all {replayed} steps"
