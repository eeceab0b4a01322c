"""Lists as they grow: a page of each with 10,000 entries, and how often that is the time with a hundred."""

import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from pydantic import TypeAdapter
from sqlmodel import Session

from modules.kit import catalog
from server.api.datasets.dataset_routes import DatasetSummary, to_dataset_summaries
from server.api.designs.summaries import DesignSummary, summarize_designs, summarize_runs
from server.api.designs.version_routes import VersionSummary, to_version_summary
from server.runs.run_schemas import RunSummary
from server.storage.database import Database
from server.storage.orm.core_tables import ArtifactRow, DatasetRow, DesignRow, RunRow, VersionRow, now
from server.storage.stores import dataset_store, design_list_query, run_list_query, secret_store, version_store
from server.storage.stores.cursor_paging import PageRequest
from server.storage.stores.design_secret_index import find_secret_uses
from tests.benchmarks.measurement import BenchmarkMeasurement

SMALL, LARGE, PER_PAGE, REPEATS = 100, 10_000, 60, 7
#: A hundred times the entries may take twice as long; a page 300 milliseconds of the server.
RATIO_AIM, MILLISECONDS_AIM = 2.0, 300.0
NODES = {f"n{number}": {"module": "convert_to_dataset", "x": number, "inputs": {}} for number in range(20)}


def read_designs(session: Session) -> bytes:
    page = design_list_query.query_design_page(session, "edited", "", PageRequest(PER_PAGE))
    return TypeAdapter(list[DesignSummary]).dump_json(summarize_designs(session, page.items, catalog()))


def read_runs(session: Session) -> bytes:
    page = run_list_query.query_design_run_page(session, "one", PageRequest(PER_PAGE))
    return TypeAdapter(list[RunSummary]).dump_json(summarize_runs(session, page.items))


def read_datasets(session: Session) -> bytes:
    page = dataset_store.query_dataset_page(session, "", PageRequest(PER_PAGE))
    return TypeAdapter(list[DatasetSummary]).dump_json(to_dataset_summaries(session, page.items))


def read_versions(session: Session) -> bytes:
    page = version_store.query_version_page(session, "one", PageRequest(PER_PAGE))
    return TypeAdapter(list[VersionSummary]).dump_json([to_version_summary(row) for row in page.items])


def read_secret_uses(session: Session) -> object:
    return secret_store.list_secrets(session), find_secret_uses(session)


LISTS: dict[str, Callable[[Session], object]] = {
    "home, designs": read_designs,
    "runs of a design": read_runs,
    "datasets": read_datasets,
    "versions": read_versions,
    "uses of secrets": read_secret_uses,
}


def measure() -> list[BenchmarkMeasurement]:
    """The processor time of a page of each list, with its JSON."""
    with tempfile.TemporaryDirectory(prefix="designery-benchmark-") as folder:
        database = Database(f"sqlite:///{Path(folder) / 'lists.sqlite'}")
        database.migrate()
        _fill_lists(database, SMALL)
        small = {name: _measure_page(database, read) for name, read in LISTS.items()}
        _fill_lists(database, LARGE - SMALL, start=SMALL)
        large = {name: _measure_page(database, read) for name, read in LISTS.items()}
        database.close()
    found: list[BenchmarkMeasurement] = []
    for name in LISTS:
        ratio = min(large[name]) / max(min(small[name]), 0.5)
        found += [
            BenchmarkMeasurement(f"{name}, of {LARGE:,}", "ms", tuple(large[name]), aim=MILLISECONDS_AIM),
            BenchmarkMeasurement(f"{name}, {LARGE:,} to {SMALL:,}", "×", (ratio,), aim=RATIO_AIM),
        ]
    return found


def _measure_page(database: Database, read: Callable[[Session], object]) -> list[float]:
    found = []
    for _ in range(REPEATS):
        started = time.process_time()
        with database.read_session() as session:
            read(session)
        found.append(1_000 * (time.process_time() - started))
    return found


def _fill_lists(database: Database, count: int, start: int = 0) -> None:
    """Designs with a run each, and versions, runs and datasets."""
    summary = {"done": 3, "total": 4, "bytes": 5, "evaluations": {}}
    with database.session() as session:
        if start == 0:
            session.add(DesignRow(id="one", name="One", document={"format": 2, "name": "One", "nodes": {}}))
            session.add(ArtifactRow(id="ab" * 32, type="dataset", bytes=1, rows=1, columns=1))
            session.flush()
        for number in range(start, start + count):
            document = {"format": 2, "name": f"Design {number:05}", "nodes": NODES}
            moment = now() - timedelta(minutes=number)
            session.add(DesignRow(document=document, name=f"Design {number:05}", updated_at=moment))
            session.add(VersionRow(design_id="one", revision=1, reason="run", document=document, created_at=moment))
            run = RunRow(design_id="one", number=number + 1, revision=0, document=document, state="succeeded")
            run.summary = summary
            dataset = DatasetRow(name=f"Table {number:05}", created_at=moment)
            session.add_all([run, dataset])
            session.flush()
            dataset_store.add_dataset_version(
                session, dataset.id, "ab" * 32, file_name="a.csv", file_bytes=1, notices=[]
            )
