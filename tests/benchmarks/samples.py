"""How long each sample design of the gallery runs: `python -m tests.benchmarks.samples` writes it into their files."""

import os
import re
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from server.samples.gallery import gallery
from tests.benchmarks.machine import load
from tests.benchmarks.measuring import Measurement, table
from tests.pipelines import regression
from tests.serving import Client, Server, states

REPETITIONS = 2
DESIGNS = Path(__file__).parent.parent / "designs"
SECONDS = re.compile(r'(?<="seconds": )[\d.]+')


def measure() -> list[Measurement]:
    """The seconds of the first run of each sample on a server that has computed nothing before."""
    found: dict[str, list[float]] = {name: [] for name in gallery()}
    for _ in range(REPETITIONS):
        with tempfile.TemporaryDirectory(prefix="designery-benchmark-") as folder:
            server = Server(Path(folder) / "home").start()
            try:
                client = server.client()
                client.run(client.new_design(regression()))
                for name, seconds in found.items():
                    seconds.append(_seconds(client, name))
            finally:
                server.stop()
    return [Measurement(name, "s", tuple(seconds), note=_said(name)) for name, seconds in found.items()]


def _seconds(client: Client, name: str) -> float:
    design = client.checked("POST", "/api/designs", json={"sample": name})["id"]
    run: dict[str, Any] = client.run(design)
    assert set(states(run).values()) <= {"succeeded", "reused"}, f"{name}: {states(run)}"
    began, ended = (datetime.fromisoformat(run[moment]) for moment in ("started_at", "finished_at"))
    return (ended - began).total_seconds()


def _said(name: str) -> str:
    return f"its file says {gallery()[name].about.seconds:g} s"


def write(measurements: list[Measurement]) -> None:
    """Put the best of each into its design, in whole seconds."""
    for measurement in measurements:
        file = DESIGNS / f"{measurement.name}.json"
        file.write_text(SECONDS.sub(str(max(1, round(measurement.best))), file.read_text(encoding="utf-8"), count=1))


if __name__ == "__main__":
    if os.getloadavg()[0] > (os.cpu_count() or 1):
        sys.exit(f"Others are at work (load {load()}): what is measured now would be too much.")
    measured = measure()
    write(measured)
    print(f"load {load()}\n\n{table(measured)}")
