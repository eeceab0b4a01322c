"""What a step costs beside that of others, measured one after another in one run."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import uv

from tests.benchmarks.bench_steps import STEP_COUNT, measure_chains
from tests.benchmarks.measurement import BenchmarkMeasurement
from tests.benchmarks.step_peers import PEERS

REPETITIONS = 3
PROGRAM = Path(__file__).with_name("step_peers.py")


def measure() -> list[BenchmarkMeasurement]:
    """Milliseconds a step of a chain: warm, isolated, and by each peer that could be installed."""
    found = asyncio.run(measure_chains())
    for name in PEERS:
        try:
            found.append(_measure_peer(name))
        except subprocess.CalledProcessError as error:
            print(f"{name} was not measured: {error}", file=sys.stderr)
    return found


def _measure_peer(name: str) -> BenchmarkMeasurement:
    python = build_environment(name)
    command = [str(python), "-W", "ignore", str(PROGRAM), name, str(STEP_COUNT), str(REPETITIONS)]
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=variables, timeout=1800)
    version = f"import importlib.metadata; print(importlib.metadata.version({PEERS[name]!r}))"
    asked = subprocess.run([python, "-c", version], check=True, capture_output=True, text=True)
    samples = tuple(json.loads(done.stdout.splitlines()[-1]))
    return BenchmarkMeasurement(f"chain, {name}", "ms", samples, note=asked.stdout.strip())


def build_environment(name: str) -> Path:
    """The Python of a peer: an environment that is made once, and kept. Raises CalledProcessError."""
    folder = Path(tempfile.gettempdir()) / "designery-benchmark-steps" / name
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        tool = uv.find_uv_bin()
        subprocess.run([tool, "venv", "-q", "--clear", "--python", sys.executable, folder], check=True)
        packages = [PEERS[name], "pandas"]
        subprocess.run([tool, "pip", "install", "-q", "--python", python, *packages], check=True)
        (folder / "ready").touch()
    return python
