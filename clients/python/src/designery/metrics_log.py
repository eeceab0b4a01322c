"""`designery.log`, which a command calls wherever it runs: inside of Designery the values show as charts."""

from __future__ import annotations

import json
import os
import threading

_lock = threading.Lock()
_steps: dict[str, int] = {}


def log(step: int | None = None, **metrics: float) -> None:
    """Note values of metrics, at a step of the training or at the next one.

    In a step, Designery puts its own `designery` with this one function before this package.
    """
    path = os.environ.get("DESIGNERY_METRICS")
    if not path:
        print(*(f"{name}={value}" for name, value in metrics.items()))  # noqa: T201  it does not run in Designery
        return
    with _lock, open(path, "a", encoding="utf-8") as file:
        for name, value in metrics.items():
            at = step if step is not None else _steps.get(name, 0)
            _steps[name] = at + 1
            file.write(json.dumps({"name": name, "step": int(at), "value": float(value)}) + "\n")
