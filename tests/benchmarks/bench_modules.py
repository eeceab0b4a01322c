"""What a module costs beside the bare library call that does the same: one ratio for each module of the catalog.

Both run in turns in this process, on one thread, warmed up. The ratio is of processor time, since others may load the
machine; what the server does around a step (storing, views, sandbox) is measured by `steps` and `pipeline`.
"""

import gc
import logging
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from threadpoolctl import threadpool_limits

from modules.kit import catalog
from tests.benchmarks.baselines import CASES, UNMEASURED, BaselineCase
from tests.benchmarks.measurement import BenchmarkMeasurement

REPETITIONS = 3
AIM_RATIO = 1.5
WARM_ROWS = 1_000
#: Calls that take less are repeated until so much time has passed.
MIN_TIMED_SECONDS = 0.02
MAX_CALLS = 200


@dataclass(frozen=True)
class Timing:
    """Seconds of one call."""

    cpu: float
    wall: float


def measure(names: Sequence[str] = ()) -> list[BenchmarkMeasurement]:
    """The ratio of processor time, module by library."""
    missing = set(catalog()) - set(CASES) - set(UNMEASURED)
    assert not missing, f"Neither measured nor explained: {sorted(missing)}"
    logging.disable(logging.WARNING)
    warnings.simplefilter("ignore")
    found = []
    with threadpool_limits(1):
        for name, case in CASES.items():
            if not names or name in names:
                print(f"{name} ...", file=sys.stderr, flush=True)
                found.append(_measure_module(name, case))
    return found


def _measure_module(name: str, case: BaselineCase) -> BenchmarkMeasurement:
    _prepare_calls(case.module or name, case, min(WARM_ROWS, case.rows))
    ours, library, says = _prepare_calls(case.module or name, case, case.rows)
    own, bare = [], []
    for _ in range(REPETITIONS):
        own.append(_time_calls(ours))
        bare.append(_time_calls(library))
    ratios = tuple(one.cpu / other.cpu for one, other in zip(own, bare, strict=True))
    wall = _compute_median([one.wall for one in own]) / _compute_median([one.wall for one in bare])
    cpu = [1000 * _compute_median([one.cpu for one in timings]) for timings in (own, bare)]
    note = f"{case.rows:,} | {cpu[0]:.3g} | {cpu[1]:.3g} | {wall:.2f} | {says} | {case.remark}"
    return BenchmarkMeasurement(name, "", ratios, aim=AIM_RATIO, note=note)


def _prepare_calls(
    module: str, case: BaselineCase, rows: int
) -> tuple[Callable[[], object], Callable[[], object], str]:
    """The module's call and the library's, each called once."""
    baseline = case.build(rows)

    def ours() -> object:
        return catalog()[module].run(baseline.inputs, baseline.parameters)

    if rows < case.rows or rows <= WARM_ROWS:
        ours()
        baseline.library()
    return ours, baseline.library, baseline.label


def _time_calls(call: Callable[[], object]) -> Timing:
    gc.collect()
    calls = 0
    wall, cpu = time.perf_counter(), time.process_time()
    while calls == 0 or (time.process_time() - cpu < MIN_TIMED_SECONDS and calls < MAX_CALLS):
        call()
        calls += 1
    return Timing((time.process_time() - cpu) / calls, (time.perf_counter() - wall) / calls)


def _compute_median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def render_table(measurements: Sequence[BenchmarkMeasurement]) -> str:
    """One line for each module, and why others have none."""
    head = "| module | ratio | best | rows | ms | library, ms | wall | library call | |"
    lines = [
        f"| `{one.name}` | {one.value:.2f} | {one.best:.2f} | {one.note} |"
        for one in sorted(measurements, key=lambda one: -one.value)
    ]
    reasons: dict[str, list[str]] = {}
    for name, reason in UNMEASURED.items():
        reasons.setdefault(reason, []).append(f"`{name}`")
    without = [f"- {', '.join(names)}: {reason}." for reason, names in reasons.items()]
    return "\n".join([head, "|---|" + "---|" * 8, *lines, "", "Not measured:", "", *without])
