"""Documents with their JSON: it is written before the transaction that stores it, while nobody waits for that."""

from typing import Any

from server.storage.transactions.stored_json import write_json


class SerializedDocument(dict[str, Any]):
    """A document together with its text. Nothing in it is changed any more."""

    def __init__(self, document: dict[str, object]) -> None:
        super().__init__(document)
        self.text = write_json(document)
