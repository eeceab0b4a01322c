"""What a step costs beside that of others, measured one after another in one run."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
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
            found += _measure_peer(name)
        except subprocess.SubprocessError as error:
            print(f"{name} was not measured: {error}", file=sys.stderr)
    return found


def _measure_peer(name: str) -> list[BenchmarkMeasurement]:
    python = build_environment(name)
    command = [str(python), "-W", "ignore", str(PROGRAM), name, str(STEP_COUNT), str(REPETITIONS)]
    variables = os.environ | {"PYTHONPATH": str(PROGRAM.parents[2])}
    printed = _run_group(command, variables)
    version = f"import importlib.metadata; print(importlib.metadata.version({PEERS[name]!r}))"
    asked = subprocess.run([python, "-c", version], check=True, capture_output=True, text=True)
    clock, processors = zip(*json.loads(printed.splitlines()[-1]), strict=True)
    return [
        BenchmarkMeasurement(f"chain, {name}", "ms", clock, note=asked.stdout.strip()),
        BenchmarkMeasurement(f"chain, {name}, processor time", "ms", processors),
    ]


def _run_group(command: list[str], variables: dict[str, str]) -> str:
    """What a program printed. Ends whatever it leaves behind; Prefect's server would hold a pipe open for ever."""
    with tempfile.TemporaryFile("w+") as printed:
        program = subprocess.Popen(command, stdout=printed, env=variables, start_new_session=True)
        try:
            code = program.wait(timeout=1800)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGKILL)
            program.wait()
        if code:
            raise subprocess.CalledProcessError(code, command)
        printed.seek(0)
        return printed.read()


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
