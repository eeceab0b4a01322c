"""`designery sweep`: a design file run with every combination of values of some of its settings."""

import asyncio
import csv
import gc
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from server.graph.builders.sweep_documents import Combination
    from server.run_command import FinishedRun
    from server.storage.files.artifact_store import ArtifactStore


@click.command()
@click.argument("design", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--set", "settings", multiple=True, required=True, metavar="NODE.PARAMETER=VALUE,VALUE", help="Values to try."
)
@click.option("--sample", type=click.IntRange(1), default=None, help="So many combinations at random, instead of all.")
@click.option("--seed", type=click.IntRange(0), default=0, help="Random seed of the sample. Default: 0.")
@click.option("--metric", default=None, help="What to rank by, as in the results. Default: the usual one of the task.")
@click.option("--dataset", "datasets", multiple=True, metavar="NAME=FILE", help="Bind a Dataset node's data to a file.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), default=None, help="CSV file for the results.")
def sweep(
    design: Path,
    settings: tuple[str, ...],
    sample: int | None,
    seed: int,
    metric: str | None,
    datasets: tuple[str, ...],
    out: Path | None,
) -> None:
    """Run a design file with every combination of some values, and print the results, the best first.

    Steps that none of the values changes are computed once.
    """
    gc.disable()  # until all is imported, as for the server
    from server.graph.builders.sweep_documents import InvalidSweep
    from server.run_command import RunCommandError

    try:
        rows = asyncio.run(_run_sweep(design, settings, sample, seed, datasets))
        ranked = rank_rows(rows, metric)
    except (RunCommandError, InvalidSweep) as mistake:
        raise click.ClickException(str(mistake)) from None
    if out is not None:
        _write_table(out, ranked)
    for row in ranked:
        click.echo("  ".join(f"{name}={_format_cell(value)}" for name, value in row.items()))
    sys.exit(0 if all(row["state"] == "succeeded" for row in ranked) else 1)


async def _run_sweep(
    file: Path, texts: Sequence[str], sample: int | None, seed: int, datasets: Sequence[str]
) -> list[dict[str, Any]]:
    from modules.kit import catalog
    from server.graph.builders.sweep_documents import apply_combination, list_combinations, parse_texts
    from server.graph.custom_modules import add_custom_modules
    from server.graph.document import parse_design
    from server.run_command import load_design, run_designs

    design = load_design(file)
    combinations = list_combinations(parse_texts(design, add_custom_modules(design, catalog()), texts), sample, seed)
    click.echo(f"{len(combinations)} runs.", err=True)
    document = design.model_dump(mode="json")
    designs = [parse_design(apply_combination(document, one)) for one in combinations]
    finished, store = await run_designs(designs, datasets, [], secrets=False)
    return [_build_row(values, run, store) for values, run in zip(combinations, finished, strict=True)]


def _build_row(values: "Combination", finished: "FinishedRun", store: "ArtifactStore") -> dict[str, Any]:
    """The values, how the run ended, and the metrics of the first model that it evaluated."""
    from server.run_command import list_evaluations

    run, _ = finished
    models = [model for _, listed in list_evaluations(run, store) for model in listed]
    return {**values, "state": run.state, **(models[0].metrics if models else {})}


def rank_rows(rows: Sequence[dict[str, Any]], metric: str | None) -> list[dict[str, Any]]:
    """The rows with the best first, and those that lack the metric last. Raises InvalidSweep for an unknown metric."""
    from modules.kit.metrics import METRICS, find_headline, get_metric_value
    from server.graph.builders.sweep_documents import InvalidSweep

    measured = [row for row in rows if row["state"] == "succeeded"]
    chosen = METRICS.get(metric) if metric else find_headline(measured)
    if metric and chosen is None:
        raise InvalidSweep(f"There is no metric '{metric}'. docs/metrics.md lists them.")
    if chosen is None:
        return list(rows)
    sign = -1 if chosen.better == "higher" else 1
    found = [(get_metric_value(row, chosen), row) for row in rows]
    best = sorted((pair for pair in found if pair[0] is not None), key=lambda pair: sign * float(pair[0] or 0))
    return [row for _, row in best] + [row for value, row in found if value is None]


def _format_cell(value: object) -> str:
    return f"{value:.5g}" if isinstance(value, float) else value if isinstance(value, str) else json.dumps(value)


def _write_table(out: Path, rows: Sequence[dict[str, Any]]) -> None:
    names = list(dict.fromkeys(name for row in rows for name in row))
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
