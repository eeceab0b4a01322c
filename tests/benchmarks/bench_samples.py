"""How long each sample design of the gallery runs: `python -m tests.benchmarks.samples` writes it into their files."""

import os
import re
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from server.samples.sample_gallery import load_gallery
from tests.benchmarks.machine_info import read_load_averages
from tests.benchmarks.measurement import BenchmarkMeasurement, render_table
from tests.live_server import Client, Server, get_step_states
from tests.small_designs import make_regression_nodes

REPETITIONS = 2
DESIGNS_FOLDER = Path(__file__).parent.parent / "designs"
SECONDS_PATTERN = re.compile(r'(?<="seconds": )[\d.]+')


def measure() -> list[BenchmarkMeasurement]:
    """The seconds of the first run of each sample on a server that has computed nothing before."""
    found: dict[str, list[float]] = {name: [] for name in load_gallery()}
    for _ in range(REPETITIONS):
        with tempfile.TemporaryDirectory(prefix="designery-benchmark-") as folder:
            server = Server(Path(folder) / "home").start()
            try:
                client = server.open_client()
                client.run(client.create_design(make_regression_nodes()))
                for name, seconds in found.items():
                    seconds.append(_run_sample(client, name))
            finally:
                server.stop()
    return [
        BenchmarkMeasurement(name, "s", tuple(seconds), note=_format_stated_seconds(name))
        for name, seconds in found.items()
    ]


def _run_sample(client: Client, name: str) -> float:
    design = client.request_json("POST", "/api/designs", json={"sample": name})["id"]
    run: dict[str, Any] = client.run(design)
    assert set(get_step_states(run).values()) <= {"succeeded", "reused"}, f"{name}: {get_step_states(run)}"
    began, ended = (datetime.fromisoformat(run[moment]) for moment in ("started_at", "finished_at"))
    return (ended - began).total_seconds()


def _format_stated_seconds(name: str) -> str:
    return f"its file says {load_gallery()[name].about.seconds:g} s"


def write_seconds(measurements: list[BenchmarkMeasurement]) -> None:
    """Put the best of each into its design, in whole seconds."""
    for measurement in measurements:
        file = DESIGNS_FOLDER / f"{measurement.name}.json"
        file.write_text(
            SECONDS_PATTERN.sub(str(max(1, round(measurement.best))), file.read_text(encoding="utf-8"), count=1)
        )


if __name__ == "__main__":
    if os.getloadavg()[0] > (os.cpu_count() or 1):
        sys.exit(f"Others are at work (load {read_load_averages()}): what is measured now would be too much.")
    measured = measure()
    write_seconds(measured)
    print(f"load {read_load_averages()}\n\n{render_table(measured)}")
