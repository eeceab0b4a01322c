"""Whether a run that was replayed gave what it gave before, and if not, what is the first to differ. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

ReplayVerdict = Literal["identical", "equal", "differs", "failed"]
StepVerdict = Literal["identical", "equal", "differs", "failed", "left out"]


@dataclass(frozen=True)
class RecordedStep:
    """A step as it went: its outputs by port, each with its type, and the metrics of each model that it measured."""

    node: str
    title: str
    state: str
    outputs: Mapping[str, tuple[str, str]]
    models: Mapping[str, Mapping[str, float]]
    deterministic: bool = True


@dataclass(frozen=True)
class StepComparison:
    """How a step of the replay compares."""

    node: str
    title: str
    same: StepVerdict
    deterministic: bool


@dataclass(frozen=True)
class MetricComparison:
    """A metric of a model then and now."""

    node: str
    title: str
    model: str
    metric: str
    then: float
    now: float | None


@dataclass(frozen=True)
class ReplayComparison:
    """What a replay found: in a word, in a sentence, step by step, and metric by metric."""

    verdict: ReplayVerdict
    sentence: str
    steps: tuple[StepComparison, ...]
    metrics: tuple[MetricComparison, ...]
    environment: tuple[str, ...]


def compare_replay(
    original_steps: Sequence[RecordedStep],
    replayed_steps: Sequence[RecordedStep],
    data_types: frozenset[str],
    environment: Sequence[str],
) -> ReplayComparison:
    """Compare a run with its replay; both in the order of the plan. Types of data are those whose bytes must be equal:
    the file of a model may differ while all that the model says is the same."""
    replayed = {step.node: step for step in replayed_steps}
    good = [step for step in original_steps if step.state in ("succeeded", "reused")]
    steps = tuple(
        StepComparison(
            step.node, step.title, _compare_step(step, replayed.get(step.node), data_types), step.deterministic
        )
        for step in good
    )
    metrics = tuple(
        MetricComparison(step.node, step.title, model, name, value, _get_metrics(replayed, step.node, model).get(name))
        for step in good
        for model, metrics in step.models.items()
        for name, value in metrics.items()
    )
    verdict = _decide_verdict(steps)
    return ReplayComparison(verdict, _describe_verdict(verdict, steps, environment), steps, metrics, tuple(environment))


def _get_metrics(steps: Mapping[str, RecordedStep], node: str, model: str) -> Mapping[str, float]:
    return steps[node].models.get(model, {}) if node in steps else {}


def _compare_step(then: RecordedStep, now: RecordedStep | None, data_types: frozenset[str]) -> StepVerdict:
    if now is None or now.state == "skipped":
        return "left out"
    if now.state not in ("succeeded", "reused"):
        return "failed"
    if then.outputs == now.outputs:
        return "identical"
    differing = [port for port in then.outputs if then.outputs[port] != now.outputs.get(port)]
    opaque = all(then.outputs[port][1] not in data_types for port in differing)
    return "equal" if opaque and differing else "differs"


def _decide_verdict(steps: Sequence[StepComparison]) -> ReplayVerdict:
    found = {step.same for step in steps}
    if "differs" in found:
        return "differs"
    if "failed" in found or not found - {"left out"}:
        return "failed"
    return "equal" if "equal" in found else "identical"


def _describe_verdict(verdict: ReplayVerdict, steps: Sequence[StepComparison], environment: Sequence[str]) -> str:
    if verdict == "identical":
        return f"Identical: {_format_step_count(steps)} gave the same results, byte for byte."
    if verdict == "equal":
        return (
            "Same results: every table and every metric is identical, byte for byte. The files of some models and "
            "transformations differ, but their output does not."
        )
    first = next((step for step in steps if step.same == verdict), None)
    if first is None:
        return "Nothing could be replayed: none of the steps that succeeded then can run now."
    if verdict == "failed":
        return f"{first.title} failed, although it succeeded before. Its log has the reason."
    if not first.deterministic:
        return (
            f"{first.title} is the first step with a different result. It is not deterministic, so each run may differ."
        )
    why = f" Changed since then: {' '.join(environment)}" if environment else " No library and no code has changed."
    return f"{first.title} is the first step with a different result.{why}"


def _format_step_count(steps: Sequence[StepComparison]) -> str:
    replayed = sum(step.same != "left out" for step in steps)
    return "the one step" if replayed == 1 else f"all {replayed} steps"
