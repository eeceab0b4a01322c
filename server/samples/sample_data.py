"""The data of the samples: compressed CSV files of this package, read into datasets when they are first wanted."""

import asyncio
import gzip
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from server.runs.run_services import RunServices
from server.runs.table_ingest import IngestedTable, ingest_table
from server.storage.orm.core_tables import DatasetRow
from server.storage.stores import dataset_store
from server.storage.transactions.workspace_context import COMMON_WORKSPACE

logger = logging.getLogger(__name__)

#: Seconds between tries to read what is left.
RETRY_PAUSES = (5, 30, 120)
SAMPLE_DATA_FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True)
class SampleData:
    """A file of public data, with what its license asks to be said."""

    title: str
    file: str
    attribution: str


MADE_UP = "Made up for Designery by a random generator; no customer is real. CC0"
UCI = "UCI Machine Learning Repository, CC BY 4.0"
SAMPLE_DATASETS = {
    "sample:automobile_price": SampleData(
        "Automobile price", "automobile_price.csv.gz", f"Automobile, Jeffrey C. Schlimmer, 1987. {UCI}"
    ),
    "sample:adult_census": SampleData(
        "Adult income", "adult_census.csv.gz", f"Adult, Barry Becker and Ronny Kohavi, 1996. {UCI}"
    ),
    "sample:digits": SampleData(
        "Handwritten digits",
        "digits.csv.gz",
        f"Optical Recognition of Handwritten Digits, Ethem Alpaydin and Cenk Kaynak, 1998. {UCI}",
    ),
    "sample:german_credit": SampleData(
        "German credit", "german_credit.csv.gz", f"Statlog German Credit Data, Hans Hofmann, 1994. {UCI}"
    ),
    "sample:german_credit_noheader": SampleData(
        "German credit, no header",
        "german_credit_noheader.csv.gz",
        f"Statlog German Credit Data, Hans Hofmann, 1994. {UCI}",
    ),
    "sample:bike_share_daily": SampleData(
        "Bike share, daily", "bike_share_daily.csv.gz", f"Bike Sharing, Hadi Fanaee-T, 2013. {UCI}"
    ),
    "sample:penguins_raw": SampleData(
        "Penguins", "penguins_raw.csv.gz", "Palmer penguins, Kristen Gorman, Allison Horst, Alison Hill, 2014. CC0"
    ),
    "sample:sms_spam": SampleData(
        "SMS spam", "sms_spam.csv.gz", f"SMS Spam Collection, Tiago Almeida and Jose Gomez Hidalgo, 2011. {UCI}"
    ),
    "sample:wine_quality_white": SampleData(
        "White wine quality", "wine_quality_white.csv.gz", f"Wine Quality, Paulo Cortez and others, 2009. {UCI}"
    ),
    "sample:phone_customers": SampleData("Phone customers", "phone_customers.csv.gz", MADE_UP),
    "sample:phone_customers_june": SampleData("Phone customers, June", "phone_customers_june.csv.gz", MADE_UP),
    "sample:phone_customers_july": SampleData("Phone customers, July", "phone_customers_july.csv.gz", MADE_UP),
}


class SampleImporter:
    """Sees to it that sample datasets are there, each read once."""

    def __init__(self, services: RunServices) -> None:
        self._services = services
        self._lock = asyncio.Lock()
        self._remaining = set(SAMPLE_DATASETS)

    @property
    def remaining(self) -> int:
        """How many sample datasets are still to be read; 0 also once that was given up."""
        return len(self._remaining)

    async def import_all(self) -> None:
        """Read all that are not there yet, one after another. What fails on a busy machine is tried again later."""
        try:
            for pause in RETRY_PAUSES:
                try:
                    await self.import_samples()
                    return
                except Exception as error:
                    logger.warning("Sample data could not be read, trying again in %d s: %s", pause, error)
                await asyncio.sleep(pause)
            await self.import_samples()
        finally:
            self._remaining.clear()

    async def import_samples(self, ids: Iterable[str] = SAMPLE_DATASETS) -> None:
        """Read the sample data of these ids, unless they are there already. Other ids are left alone."""
        for dataset_id in ids:
            if dataset_id in SAMPLE_DATASETS:
                async with self._lock:
                    await self._import_sample(dataset_id, SAMPLE_DATASETS[dataset_id])

    async def _import_sample(self, dataset_id: str, sample: SampleData) -> None:
        if not await asyncio.to_thread(self._is_imported, dataset_id):
            table = await ingest_table(self._services, SAMPLE_DATA_FOLDER / sample.file, sample.file)
            await asyncio.to_thread(self._write_dataset, dataset_id, sample, table)
        self._remaining.discard(dataset_id)

    def _is_imported(self, dataset_id: str) -> bool:
        with self._services.database.read_session() as session:
            return session.get(DatasetRow, dataset_id) is not None

    def _write_dataset(self, dataset_id: str, sample: SampleData, table: IngestedTable) -> None:
        with self._services.database.session() as session:
            if session.get(DatasetRow, dataset_id) is None:
                session.add(
                    DatasetRow(
                        id=dataset_id,
                        workspace_id=COMMON_WORKSPACE,
                        name=sample.title,
                        source="sample",
                        attribution=sample.attribution,
                    )
                )
                session.flush()
                table.save_artifact(session)
                dataset_store.add_dataset_version(
                    session,
                    dataset_id,
                    table.artifact,
                    file_name=sample.file.removesuffix(".gz"),
                    file_bytes=_measure_unpacked(SAMPLE_DATA_FOLDER / sample.file),
                    notices=table.notices,
                )


def _measure_unpacked(path: Path) -> int:
    with gzip.open(path) as file:
        return file.seek(0, 2)
