"""True labels that come later: read from what was sent, checked against the task, and stored with their predictions."""

import csv
import io
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from modules.kit.strict_json import InvalidJson, parse_json
from server.runs.sandbox.inside.replica_protocol import SentValue
from server.serving.live_metrics import NUMERIC_TASKS, Label, ScoreFacts, describe_wrong_label, read_score_facts
from server.storage.orm.core_tables import now
from server.storage.orm.endpoint_tables import EndpointPredictionRow
from server.storage.stores import endpoint_store, prediction_store

MAX_LABELS = 100_000
#: So many ids without a prediction, and so many wrong labels, are named in an answer.
MAX_NAMED = 100
REQUEST_ID = re.compile(r"q-[0-9a-f]{12}")
WANTED = 'Send {"labels": [{"id": "q-0123456789ab.0", "label": value}]}, or CSV with the columns id and label.'


class UnreadableLabels(Exception):
    """What was sent holds no labels; the message says what is wanted."""


class WrongLabels(Exception):
    """Labels that cannot be those of their answers: {row, id, message} of each."""

    def __init__(self, findings: list[dict[str, str | int]]) -> None:
        others = len(findings) - 1
        more = f" There {'is 1 more problem' if others == 1 else f'are {others} more problems'}." if others else ""
        super().__init__(f"{findings[0]['message']}{more} No label was stored.")
        self.findings = findings[:MAX_NAMED]


@dataclass(frozen=True)
class SentLabels:
    """{id: label}, in the order in which they were sent. Those of a CSV file are texts."""

    labels: Mapping[str, Label]
    textual: bool = False


class LabelReceipt(BaseModel):
    """How many labels were stored, `replaced` ones among them. Of `unknown` ids no prediction is kept."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    stored: int
    replaced: int
    unknown: int
    unknown_ids: list[str]


def read_labels(body: bytes, *, is_csv: bool) -> SentLabels:
    """The labels in the body of a request. Raises UnreadableLabels."""
    pairs = _read_csv(body) if is_csv else _read_json(body)
    if not pairs:
        raise UnreadableLabels(f"The request has no labels. {WANTED}")
    if len(pairs) > MAX_LABELS:
        raise UnreadableLabels(f"A request has at most {MAX_LABELS:,} labels. Got {len(pairs):,}.")
    labels: dict[str, Label] = {}
    for row, (name, label) in enumerate(pairs):
        if not isinstance(name, str) or not name:
            raise UnreadableLabels(f"Row {row} has no id. {WANTED}")
        if label is None or not isinstance(label, str | int | float | bool):
            raise UnreadableLabels(f"Row {row} has no label. Leave out rows whose label is not known yet.")
        labels[name] = label
    return SentLabels(labels, is_csv)


def _read_json(body: bytes) -> list[tuple[SentValue, SentValue]]:
    try:
        value = parse_json(body)
    except InvalidJson as error:
        raise UnreadableLabels(f"The request is not JSON: {error}.") from None
    rows = value.get("labels") if isinstance(value, dict) else value
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UnreadableLabels(WANTED)
    return [(row.get("id"), row.get("label")) for row in rows]


def _read_csv(body: bytes) -> list[tuple[SentValue, SentValue]]:
    try:
        rows = [row for row in csv.reader(io.StringIO(body.decode("utf-8-sig")), strict=True) if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableLabels(f"The request is not CSV in UTF-8: {error}.") from None
    names = rows[0] if rows else []
    if "id" not in names or "label" not in names:
        raise UnreadableLabels(f"The first line has to name the columns id and label. {WANTED}")
    places = names.index("id"), names.index("label")
    found = []
    for row, cells in enumerate(rows[1:]):
        if len(cells) != len(names):
            raise UnreadableLabels(f"Row {row} of the CSV has {len(cells)} values, and there are {len(names)} columns.")
        found.append((cells[places[0]], cells[places[1]] or None))
    return found


def store_labels(session: Session, endpoint_id: str, sent: SentLabels) -> LabelReceipt:
    """Write labels to their predictions; one that has come before is replaced. Raises WrongLabels, and stores none."""
    predictions = _find_predictions(session, endpoint_id, list(sent.labels))
    deployments = endpoint_store.list_deployments(session, [endpoint_id])[endpoint_id]
    facts = {row.number: read_score_facts(row.scores) for row in deployments}
    accepted: list[tuple[EndpointPredictionRow, Label]] = []
    wrong: list[dict[str, str | int]] = []
    for place, (name, given) in enumerate(sent.labels.items()):
        row = predictions.get(name)
        if row is None:
            continue
        known = facts.get(row.deployment)
        label = _parse_text(given, known) if sent.textual else given
        message = describe_wrong_label(known, label) if known is not None else None
        if message is not None:
            wrong.append({"row": place, "id": name, "message": message})
        accepted.append((row, label))
    if wrong:
        raise WrongLabels(wrong)
    replaced = sum(row.labeled_at is not None for row, _ in accepted)
    moment = now()
    for row, label in accepted:
        row.label, row.labeled_at = {"value": label}, moment
        session.add(row)
    unknown = [name for name in sent.labels if name not in predictions]
    return LabelReceipt(stored=len(accepted), replaced=replaced, unknown=len(unknown), unknown_ids=unknown[:MAX_NAMED])


def _find_predictions(session: Session, endpoint_id: str, ids: Sequence[str]) -> dict[str, EndpointPredictionRow]:
    """{id as it was sent: its prediction}. A request with one row is found by its own id too."""
    short = [one for one in ids if REQUEST_ID.fullmatch(one)]
    wanted = [*ids, *(f"{one}.{row}" for one in short for row in (0, 1))]
    found = prediction_store.find_predictions(session, endpoint_id, wanted)
    alone = {one: found[f"{one}.0"] for one in short if f"{one}.0" in found and f"{one}.1" not in found}
    return alone | {one: found[one] for one in ids if one in found}


def _parse_text(value: Label, facts: ScoreFacts | None) -> Label:
    """What a text of a CSV file stands for: a number where the task is to predict one, else a class."""
    if facts is None or facts.task not in NUMERIC_TASKS or not isinstance(value, str):
        return _match_class(value, facts)
    try:
        number = float(value)
    except ValueError:
        return value
    return number if math.isfinite(number) else value


def _match_class(value: Label, facts: ScoreFacts | None) -> Label:
    """A class is `True` here and often `true` in a file."""
    classes = facts.classes if facts is not None else []
    if isinstance(value, str) and value not in classes:
        return next((name for name in classes if name in ("True", "False") and name.lower() == value.lower()), value)
    return value
