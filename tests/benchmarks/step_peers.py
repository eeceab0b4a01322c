"""What steps are measured beside: a chain of steps that do next to nothing, by others, each in its own environment.

Run as a program, it is one of them: `python step_peers.py NAME STEPS REPETITIONS`, which prints the milliseconds a step
of each repetition as JSON, by the clock and of processors. So it imports nothing of ours but a reader of these. Each
has what its users have at first: Prefect its server and SQLite, Dagster its SQLite, Luigi a file a step, Kedro and
Hamilton the memory of one process.
"""

import contextlib
import gc
import json
import logging
import os
import pickle
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.processor_time import read_cpu_seconds

#: {name: its package}; pandas comes with each.
PEERS: dict[str, str] = {
    "prefect": "prefect",
    "dagster": "dagster",
    "kedro": "kedro",
    "luigi": "luigi",
    "hamilton": "sf-hamilton",
}


def make_table(repetition: int) -> Any:
    """One row."""
    import pandas as pd

    return pd.DataFrame({"a": [repetition + 0.5], "b": [1.0]})


def prepare_prefect(steps: int) -> Callable[[int], object]:
    """A flow of tasks that are called one after another."""
    from prefect import flow, task  # type: ignore[import-not-found]

    add = task(lambda table: table + 1, name="add")

    def run_chain(repetition: int) -> None:
        table = make_table(repetition)
        for _ in range(steps):
            table = add(table)

    return flow(run_chain, name="chain")  # type: ignore[no-any-return]


def prepare_dagster(steps: int) -> Callable[[int], object]:
    """A job of ops in one process, with its events in SQLite and its values in files."""
    from dagster import DagsterInstance, FilesystemIOManager, job, op  # type: ignore[import-not-found]

    first = op(make_table_of_dagster, name="first")
    add = op(add_one, name="add", ins=_name_dagster_inputs())
    folder = os.environ["DAGSTER_HOME"]

    @job(resource_defs={"io_manager": FilesystemIOManager(base_dir=folder)})  # type: ignore[untyped-decorator]
    def chain() -> None:
        table = first()
        for number in range(steps):
            table = add.alias(f"add{number}")(table)

    instance = DagsterInstance.get()
    return lambda _: chain.execute_in_process(instance=instance)


def make_table_of_dagster() -> Any:
    """The first op of Dagster, which takes nothing."""
    return make_table(0)


def add_one(table: Any) -> Any:
    """The other ops; Dagster takes no function without a name."""
    return table + 1


def _name_dagster_inputs() -> dict[str, Any]:
    from dagster import In

    return {"table": In()}


def prepare_kedro(steps: int) -> Callable[[int], object]:
    """A pipeline of nodes whose values stay in memory."""
    from kedro.io import DataCatalog, MemoryDataset  # type: ignore[import-not-found]
    from kedro.pipeline import node, pipeline  # type: ignore[import-not-found]
    from kedro.runner import SequentialRunner  # type: ignore[import-not-found]

    nodes = [
        node(lambda table: table + 1, f"t{number}", f"t{number + 1}", name=f"n{number}") for number in range(steps)
    ]
    chain = pipeline(nodes)

    def run_chain(repetition: int) -> object:
        return SequentialRunner().run(chain, DataCatalog({"t0": MemoryDataset(make_table(repetition))}))

    return run_chain


def prepare_luigi(steps: int) -> Callable[[int], object]:
    """Tasks that each write a file, by the local scheduler."""
    import luigi  # type: ignore[import-not-found]

    folder = tempfile.mkdtemp()

    class Add(luigi.Task):  # type: ignore[misc]
        repetition = luigi.IntParameter()
        number = luigi.IntParameter()

        def requires(self) -> object:
            return [] if self.number == 0 else [Add(repetition=self.repetition, number=self.number - 1)]

        def output(self) -> object:
            return luigi.LocalTarget(f"{folder}/{self.repetition}-{self.number}", format=luigi.format.Nop)

        def run(self) -> None:
            table = make_table(self.repetition)
            for target in self.input():
                with target.open() as file:
                    table = pickle.load(file)
            with self.output().open("w") as file:  # type: ignore[attr-defined]
                pickle.dump(table + 1, file)

    return lambda repetition: luigi.build(
        [Add(repetition=repetition, number=steps - 1)], local_scheduler=True, log_level="ERROR"
    )


def prepare_hamilton(steps: int) -> Callable[[int], object]:
    """Functions that name one another, called in one process."""
    from hamilton import ad_hoc_utils, driver  # type: ignore[import-not-found]

    text = "import pandas as pd\n" + "".join(
        f"def t{number + 1}(t{number}: pd.DataFrame) -> pd.DataFrame:\n    return t{number} + 1\n"
        for number in range(steps)
    )
    chain = driver.Builder().with_modules(ad_hoc_utils.module_from_source(text)).build()
    return lambda repetition: chain.execute([f"t{steps}"], inputs={"t0": make_table(repetition)})


def main(name: str, steps: int, repetitions: int) -> None:
    """Print what each repetition took, after one that is not counted."""
    gc.enable()  # our tests begin without
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"PREFECT_HOME": folder, "DAGSTER_HOME": folder, "PREFECT_LOGGING_LEVEL": "CRITICAL"}
        os.environ |= {"PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "true", "DO_NOT_TRACK": "1"}
        os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
        os.environ["PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"] = "300"  # its own 20 pass on a busy machine
        os.environ |= {"KEDRO_DISABLE_TELEMETRY": "1", "HAMILTON_TELEMETRY_ENABLED": "false"}
        (Path(folder) / "dagster.yaml").write_text("telemetry:\n  enabled: false\n")
        prepare = {
            "prefect": prepare_prefect, "dagster": prepare_dagster, "kedro": prepare_kedro,
            "luigi": prepare_luigi, "hamilton": prepare_hamilton,
        }[name]  # fmt: skip
        found = []
        with contextlib.redirect_stdout(sys.stderr):
            run = prepare(steps)
            for repetition in range(repetitions + 1):
                began, taken = time.perf_counter(), read_cpu_seconds()
                run(repetition)
                spent = (time.perf_counter() - began, read_cpu_seconds() - taken)
                found.append([seconds * 1000 / steps for seconds in spent])
    print(json.dumps(found[1:]), flush=True)
    os._exit(0)  # some leave threads behind that wait for a server


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
