"""`python -m tests.benchmarks [name ...] [--json]`: measure, and print what was found."""

import json
import os
from dataclasses import asdict
from importlib import import_module

import click

from tests.benchmarks.machine_info import describe_machine, read_load_averages
from tests.benchmarks.measurement import BenchmarkMeasurement, render_table

BENCHMARKS = (
    "steps",
    "step_peers",
    "pipeline",
    "rerun",
    "startup",
    "visit",
    "canvas",
    "sample",
    "samples",
    "modules",
    "large_modules",
    "budget",
    "growing",
    "lists",
    "scaling",
    "sparse",
    "fan_out",
    "branches",
    "many_models",
    "automl",
    "endpoint",
    "serving",
    "batches",
)


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(BENCHMARKS))
@click.option("--json", "as_json", is_flag=True, help="Print everything, each sample included, as JSON.")
def main(names: tuple[str, ...], as_json: bool) -> None:
    """Measure the named benchmarks, all of them where none is named."""
    # As in the sandbox: threads that wait actively for one another are counted as work on a busy machine.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    machine = describe_machine()
    if not as_json:
        print("\n".join(f"{name}: {value}" for name, value in machine.items()))
    found: dict[str, list[BenchmarkMeasurement]] = {}
    for name in names or BENCHMARKS:
        benchmark = import_module(f"tests.benchmarks.bench_{name}")
        found[name] = benchmark.measure()
        if not as_json:
            as_table = getattr(benchmark, "render_table", render_table)
            print(f"\n## {name} (load {read_load_averages()})\n\n{as_table(found[name])}", flush=True)
    if as_json:
        machine["load after"] = read_load_averages()
        print(json.dumps({"machine": machine, "benchmarks": _to_json(found)}, indent=2))


def _to_json(found: dict[str, list[BenchmarkMeasurement]]) -> dict[str, list[dict[str, object]]]:
    return {
        name: [asdict(one) | {"median": one.value, "best": one.best, "met": one.meets_aim} for one in measurements]
        for name, measurements in found.items()
    }


if __name__ == "__main__":
    main()
