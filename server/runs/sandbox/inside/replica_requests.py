"""The answers of a replica: rows are read and checked, scored, and written in the style of the request.

Runs inside the sandbox only. Requests that come together are scored together where every step works row by row.
"""

import time
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from modules.kit import ModuleError
from modules.kit.row_values import Cells
from server.runs.sandbox.inside.loaded_deployment import LoadedDeployment, silence_warnings
from server.runs.sandbox.inside.replica_answers import (
    AnsweredRows,
    build_answer,
    build_refusal,
    count_bins,
    list_scored,
    name_rows,
)
from server.runs.sandbox.inside.replica_findings import Findings
from server.runs.sandbox.inside.replica_protocol import ReplicaFacts, RequestHeader, SentValue
from server.runs.sandbox.inside.replica_rows import SentRows, UnreadableRequest, read_rows, take_ids

#: So many rows of a request are kept where it is sampled.
SAMPLED_ROWS = 20


@dataclass(frozen=True)
class _ReadRequest:
    """A request whose rows can be scored."""

    header: RequestHeader
    sent: SentRows
    values: Cells
    findings: Findings
    started: float


Answer = tuple[ReplicaFacts, bytes]
Tables = Mapping[str, AnsweredRows]


def answer_request(deployment: LoadedDeployment, header: RequestHeader, body: bytes) -> Answer:
    """The answer to one request: what the server notes of it, and what it sends back. Nothing sent ends the replica."""
    return answer_requests(deployment, [(header, body)])[0]


def answer_requests(deployment: LoadedDeployment, frames: Sequence[tuple[RequestHeader, bytes]]) -> list[Answer]:
    """The answers to some requests, in their order."""
    read = [_read_request(deployment, *frame) for frame in frames]
    together = [one for one in read if isinstance(one, _ReadRequest) and _is_usual(deployment, one)]
    shared = _score_together(deployment, together) if len(together) > 1 else {}
    return [
        _finish_request(deployment, one, shared.get(one.header["id"])) if isinstance(one, _ReadRequest) else one
        for one in read
    ]


def _fail(header: RequestHeader, error: Exception) -> Answer:
    sentence = f"The deployment failed: {type(error).__name__}: {error}"[:2000]
    return _refuse(header, sentence, Findings(), 500)


def _read_request(deployment: LoadedDeployment, header: RequestHeader, body: bytes) -> _ReadRequest | Answer:
    """The rows of a request, or its refusal."""
    started = time.perf_counter()
    findings = Findings()
    try:
        sent = take_ids(read_rows(header["form"], body), header.get("ids_column"))
        values = deployment.reader.read_values(sent, findings)
    except UnreadableRequest as error:
        return _refuse(header, str(error), findings, 400)
    except Exception as error:
        return _fail(header, error)
    if any(kind in findings.counts for kind in header["refuse"]):
        return _refuse(header, _describe_refusal(findings, header["refuse"]), findings, 422)
    return _ReadRequest(header, sent, values, findings, started)


def _is_usual(deployment: LoadedDeployment, one: _ReadRequest) -> bool:
    """Whether the rows go through the modules and would be the same rows in a table with others."""
    return (
        deployment.pipeline is None
        and deployment.works_by_row
        and one.header["form"] in ("json", "v2")
        and not one.findings.counts
        and deployment.reader.fits_example(one.values)
    )


def _score_together(deployment: LoadedDeployment, requests: Sequence[_ReadRequest]) -> dict[str, Tables]:
    """{request: what is answered} for requests whose rows are scored as one table; nothing where that fails."""
    cells: Cells = {name: [] for name in requests[0].values}
    for one in requests:
        for name, values in one.values.items():
            cells[name] += values
    try:
        with silence_warnings():
            tables = deployment.score(deployment.reader.build_dataset(cells))
    except Exception:
        return {}  # each is scored by itself then, and hears of its own mistakes
    if any(table.rows != sum(one.sent.count for one in requests) for table in tables.values()):
        return {}
    answered = {name: AnsweredRows.of_table(table).without_table() for name, table in tables.items()}
    shared: dict[str, Tables] = {}
    first = 0
    for one in requests:
        end = first + one.sent.count
        shared[one.header["id"]] = {name: rows.take(first, end) for name, rows in answered.items()}
        first = end
    return shared


def _finish_request(deployment: LoadedDeployment, read: _ReadRequest, tables: Tables | None) -> Answer:
    """The answer, with what is scored already where it was."""
    try:
        return _answer_rows(deployment, read, tables)
    except Exception as error:
        return _fail(read.header, error)


def _answer_rows(deployment: LoadedDeployment, read: _ReadRequest, tables: Tables | None) -> Answer:
    header, sent, values, findings = read.header, read.sent, read.values, read.findings
    try:
        if tables is None:
            tables = _score_values(deployment, header, values, sent.count)
    except ModuleError as error:
        findings.add("failed", error.column or "", error.message)
        return _refuse(header, error.message, findings, 422)
    answered = next(iter(tables.values()))
    content, media_type, shown = build_answer(tables, sent, header, findings)
    noted = {
        "status": 200,
        "type": media_type,
        "rows": sent.count,
        "findings": findings.counts,
        "seconds": time.perf_counter() - read.started,
        "bins": count_bins(deployment.read_columns, values),
        "predictions": shown,
    }
    if header["kept"]:
        noted |= {"ids": name_rows(sent, header), "scored": list_scored(answered)}
    if header["sampled"]:
        noted |= {
            "sample": _take_sample(sent, values, deployment.reader.unread),
            "sample_answers": _list_rows(answered),
        }
    return noted, content


def _score_values(deployment: LoadedDeployment, header: RequestHeader, values: Cells, count: int) -> Tables:
    """What is answered: without tables where that can be."""
    pipeline = deployment.pipeline
    if (
        pipeline is not None
        and header["form"] in ("json", "v2")
        and pipeline.can_answer(values, count, deployment.reader.unread)
    ):
        return {
            next(iter(deployment.request.answers)): AnsweredRows(
                pipeline.answer(values), pipeline.scores, types=pipeline.types
            )
        }
    with silence_warnings():
        tables = deployment.score(deployment.reader.build_dataset(values))
    return {name: AnsweredRows.of_table(table) for name, table in tables.items()}


def _describe_refusal(findings: Findings, refused: Sequence[str]) -> str:
    first: str = next(one["message"] for one in findings.listed if one["kind"] in refused)
    others = sum(count for kind, count in findings.counts.items() if kind in refused) - 1
    return first + (
        f" There {'is 1 more problem' if others == 1 else f'are {others} more problems'}." if others else ""
    )


def _refuse(header: RequestHeader, sentence: str, findings: Findings, status: int) -> Answer:
    if header["form"] == "v2" and status == 422:
        status = 400  # the one that clients of the protocol know
    return {"status": status, "type": "application/json", "findings": findings.counts}, build_refusal(
        header, sentence, findings
    )


def _take_sample(
    sent: SentRows, values: Mapping[str, Sequence[SentValue]], unread: Container[str]
) -> list[ReplicaFacts]:
    """The first rows, without the columns that nobody needs and that were not sent."""
    names = [name for name in values if name in sent.columns or name not in unread]
    return [{name: _to_plain(values[name][row]) for name in names} for row in range(min(sent.count, SAMPLED_ROWS))]


def _list_rows(answered: AnsweredRows) -> list[ReplicaFacts]:
    columns = {name: values[:SAMPLED_ROWS] for name, values in answered.columns.items()}
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def _to_plain(value: SentValue) -> SentValue:
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
