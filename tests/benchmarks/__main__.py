"""`python -m tests.benchmarks [name ...] [--json]`: measure, and print what was found."""

import json
import os
from dataclasses import asdict
from importlib import import_module

import click

from tests.benchmarks.machine import described, load
from tests.benchmarks.measuring import Measurement, table

BENCHMARKS = (
    "steps",
    "pipeline",
    "rerun",
    "startup",
    "visit",
    "canvas",
    "sample",
    "samples",
    "modules",
    "budget",
    "growing",
)


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(BENCHMARKS))
@click.option("--json", "as_json", is_flag=True, help="Print everything, each sample included, as JSON.")
def main(names: tuple[str, ...], as_json: bool) -> None:
    """Measure the named benchmarks, all of them where none is named."""
    # As in the sandbox: threads that wait actively for one another are counted as work on a busy machine.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    machine = described()
    if not as_json:
        print("\n".join(f"{name}: {value}" for name, value in machine.items()))
    found: dict[str, list[Measurement]] = {}
    for name in names or BENCHMARKS:
        benchmark = import_module(f"tests.benchmarks.{name}")
        found[name] = benchmark.measure()
        if not as_json:
            as_table = getattr(benchmark, "table", table)
            print(f"\n## {name} (load {load()})\n\n{as_table(found[name])}", flush=True)
    if as_json:
        machine["load after"] = load()
        print(json.dumps({"machine": machine, "benchmarks": _as_json(found)}, indent=2))


def _as_json(found: dict[str, list[Measurement]]) -> dict[str, list[dict[str, object]]]:
    return {
        name: [asdict(one) | {"median": one.value, "best": one.best, "met": one.met} for one in measurements]
        for name, measurements in found.items()
    }


if __name__ == "__main__":
    main()
