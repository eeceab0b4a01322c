"""`designery automl`: find a model for a table and a label from the command line."""

import asyncio
import gc
import json
import sys
import tempfile
from pathlib import Path

import click


@click.command()
@click.argument("data", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--label", required=True, help="The column to predict.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder for the results.")
@click.option("--minutes", type=click.FloatRange(min=0, min_open=True), default=2.0, help="Time limit. Default: 2.")
@click.option("--trials", type=click.IntRange(1, 10_000), default=None, help="The most candidates to try.")
@click.option("--metric", default=None, help="What is to be made better, such as AUC. Default: by the label.")
@click.option("--by-time", is_flag=True, help="Hold out the newest rows, by the column with the role time.")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=0, help="Random seed. Default: 0.")
def automl(
    data: Path,
    label: str,
    out: Path,
    minutes: float,
    trials: int | None,
    metric: str | None,
    by_time: bool,
    seed: int,
) -> None:
    """Search for the best model that predicts a column of a file, and write the leaderboard and metrics to a folder."""
    gc.disable()  # until all is imported, as for the server
    from server.run_command import RunCommandError, run_design

    parameters: dict[str, object] = {"label": label, "time_limit_in_minutes": minutes, "seed": seed}
    parameters |= {} if trials is None else {"maximum_number_of_trials": trials}
    parameters |= {} if metric is None else {"metric": metric}
    parameters |= {"fold_order": "By time"} if by_time else {}
    with tempfile.TemporaryDirectory() as folder:
        design = Path(folder, "search.json")
        design.write_text(json.dumps(_build_document(data, parameters)), encoding="utf-8")
        try:
            succeeded = asyncio.run(run_design(design, out, [f"data={data}"], [], [], secrets=False))
        except RunCommandError as mistake:
            raise click.ClickException(str(mistake)) from None
    sys.exit(0 if succeeded else 1)


def _build_document(data: Path, parameters: dict[str, object]) -> dict[str, object]:
    """A design of one search, which `designery run` and the browser open too."""
    nodes = {
        "data": {"module": "dataset", "parameters": {}, "inputs": {}},
        "search": {"module": "automated_ml", "parameters": parameters, "inputs": {"dataset": "data.dataset"}},
    }
    return {"format": 2, "name": f"{data.stem}: search", "nodes": nodes}
