"""The data of the samples: compressed CSV files of this package, read into datasets when they are first wanted."""

import asyncio
import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from server.runs.engine import Engine
from server.runs.reading import ReadTable, read_file
from server.storage import datasets
from server.storage.place import COMMON
from server.storage.tables import DatasetRow

FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True)
class SampleData:
    """A file of public data, with what its licence asks to be said."""

    title: str
    file: str
    attribution: str


UCI = "UCI Machine Learning Repository, CC BY 4.0"
SAMPLES = {
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
}


class SampleShelf:
    """Sees to it that sample datasets are there, each read once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = asyncio.Lock()
        self._left = set(SAMPLES)

    @property
    def left(self) -> int:
        """How many sample datasets are still to be read; 0 also once that was given up."""
        return len(self._left)

    async def fill(self) -> None:
        """Read all that are not there yet, one after another."""
        try:
            await self.ensure()
        finally:
            self._left.clear()

    async def ensure(self, ids: Iterable[str] = SAMPLES) -> None:
        """Read the sample data of these ids, unless they are there already. Other ids are left alone."""
        for dataset_id in ids:
            if dataset_id in SAMPLES:
                async with self._lock:
                    await self._ensure(dataset_id, SAMPLES[dataset_id])

    async def _ensure(self, dataset_id: str, sample: SampleData) -> None:
        if not await asyncio.to_thread(self._known, dataset_id):
            read = await read_file(self._engine, FOLDER / sample.file, sample.file)
            await asyncio.to_thread(self._write, dataset_id, sample, read)
        self._left.discard(dataset_id)

    def _known(self, dataset_id: str) -> bool:
        with self._engine.database.reading() as session:
            return session.get(DatasetRow, dataset_id) is not None

    def _write(self, dataset_id: str, sample: SampleData, read: ReadTable) -> None:
        with self._engine.database.session() as session:
            if session.get(DatasetRow, dataset_id) is None:
                session.add(
                    DatasetRow(
                        id=dataset_id,
                        workspace_id=COMMON,
                        name=sample.title,
                        source="sample",
                        attribution=sample.attribution,
                    )
                )
                session.flush()
                read.register(session)
                datasets.add_version(
                    session,
                    dataset_id,
                    read.artifact,
                    file_name=sample.file.removesuffix(".gz"),
                    file_bytes=_unpacked_size(FOLDER / sample.file),
                    notices=read.notices,
                )


def _unpacked_size(path: Path) -> int:
    with gzip.open(path) as file:
        return file.seek(0, 2)
