"""Why rows are answered as they are: for the shared form, and beside the scores of a request that asks for it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from anyio.to_thread import run_sync
from fastapi import HTTPException, Response
from pydantic import BaseModel, Field

from modules.kit.strict_json import parse_json
from server.api.core.app_context import AppContext
from server.api.endpoints.endpoint_schemas import PredictionRead
from server.api.endpoints.scoring import answer_scoring
from server.registry.model_signature import ModelSignature
from server.runs.sandbox.inside.replica_rows import read_json_rows
from server.serving.endpoint_service import ScoringRequest, ServedDeployment, ServedEndpoint, choose_deployment
from server.serving.explanations import (
    Explanation,
    ExplanationPlan,
    Row,
    RowValue,
    choose_explained_column,
    explain_answers,
    name_explained_class,
    plan_explanation,
)

#: So many rows of a request are explained at most: each of them asks for hundreds.
MAX_EXPLAINED_ROWS = 20


class RowContribution(BaseModel):
    """By how much the value of a column moves the answer away from that for a typical row."""

    column: str
    value: RowValue
    typical: RowValue
    amount: float


class RowExplanation(BaseModel):
    """What moved an answer.

    The contributions add up to `answer` minus `typical`, the answer for a row of medians and most common values.
    `exact` says whether all orders of the columns were counted; else it is an average over `orders` of them.
    `explained` is the column of the answer, and `of` the class whose probability it is.
    """

    explained: str
    of: str | None
    typical: float
    answer: float
    exact: bool
    orders: int
    contributions: list[RowContribution]


class ExplainedPrediction(PredictionRead):
    """A prediction, and for each row what moved its answer where that was asked for; null where it can't be said."""

    explanations: list[RowExplanation | None] = Field(default=[])


async def answer_with_reasons(context: AppContext, endpoint: ServedEndpoint, wanted: ScoringRequest) -> Response:
    """The answer to JSON rows with `explanations`, one for each row; refuses what is no JSON and too many rows (400).

    An explanation is null where the answer has no number, or an answer it is compared with was refused.
    """
    if wanted.form != "json":
        raise HTTPException(400, "explain needs rows as JSON. Send them with Content-Type: application/json.")
    response = await answer_scoring(context, endpoint, wanted)
    if response.status_code != 200:
        return response
    rows = await run_sync(_read_sent_rows, wanted)
    if len(rows) > MAX_EXPLAINED_ROWS:
        sentence = f"At most {MAX_EXPLAINED_ROWS} rows of a request are explained. Got {len(rows):,}."
        raise HTTPException(400, f"{sentence} Send several requests, or use Explain Predictions in a design.")
    deployment = choose_deployment(endpoint, int(response.headers["X-Designery-Deployment"]))
    found = await explain_rows(context, endpoint, deployment, rows, curves=False)
    body = json.loads(bytes(response.body))
    body["explanations"] = [to_row_explanation(*one).model_dump() if one else None for one in found]
    headers = {name: value for name, value in response.headers.items() if name.lower() != "content-length"}
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Response(content, 200, headers, response.media_type)


def _read_sent_rows(wanted: ScoringRequest) -> list[dict[str, Any]]:
    """The rows as they were sent, without the column that names them."""
    columns = dict(read_json_rows(parse_json(wanted.body)).columns)
    columns.pop(wanted.ids_column or "", None)
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


ExplainedAnswer = tuple[ExplanationPlan, Explanation, str, str | None]


async def explain_rows(
    context: AppContext,
    endpoint: ServedEndpoint,
    deployment: ServedDeployment,
    rows: Sequence[Mapping[str, RowValue]],
    *,
    curves: bool,
) -> list[ExplainedAnswer | None]:
    """For each row what explains its answer, the column that is explained, and its class. Nothing of it is counted."""
    signature = ModelSignature.model_validate(deployment.row.signature)
    plans = await run_sync(_plan_rows, signature, rows, curves)
    asked = [row for plan in plans for row in plan.rows]
    body = await run_sync(lambda: json.dumps({"rows": asked}).encode())
    answer = await answer_scoring(context, endpoint, ScoringRequest("json", body, deployment.number, is_test=True))
    if answer.status_code != 200:
        return [None] * len(plans)
    return await run_sync(_read_explanations, plans, bytes(answer.body), signature.classes)


def _plan_rows(
    signature: ModelSignature, rows: Sequence[Mapping[str, RowValue]], curves: bool
) -> list[ExplanationPlan]:
    columns = {column.name for column in signature.columns if column.required}
    known = [{name: value for name, value in row.items() if name in columns} for row in rows]
    return [plan_explanation(signature, row, curves=curves) for row in known]


def _read_explanations(
    plans: Sequence[ExplanationPlan], body: bytes, classes: Sequence[str]
) -> list[ExplainedAnswer | None]:
    answers = json.loads(body)["rows"]
    if len(answers) != sum(len(plan.rows) for plan in plans):
        return [None] * len(plans)
    found, at = [], 0
    for plan in plans:
        found.append(_read_explanation(plan, answers[at : at + len(plan.rows)], classes))
        at += len(plan.rows)
    return found


def _read_explanation(plan: ExplanationPlan, answers: Sequence[Row], classes: Sequence[str]) -> ExplainedAnswer | None:
    # The place of the row itself: all of its columns are filled in.
    own = answers[plan.places[frozenset(plan.changed)]]
    explained = choose_explained_column(own, plan.row, classes)
    if explained is None:
        return None
    numbers = [value if isinstance(value := one.get(explained), int | float) else None for one in answers]
    found = explain_answers(plan, numbers)
    return (plan, found, explained, name_explained_class(explained, classes)) if found else None


def to_row_explanation(
    plan: ExplanationPlan, found: Explanation, explained: str, explained_class: str | None
) -> RowExplanation:
    """An explanation as JSON."""
    return RowExplanation(
        explained=explained,
        of=explained_class,
        typical=found.typical,
        answer=found.answer,
        exact=found.is_exact,
        orders=found.orders,
        contributions=_list_contributions(plan, found),
    )


def _list_contributions(plan: ExplanationPlan, found: Explanation) -> list[RowContribution]:
    """The columns that move the answer, those that move it most first."""
    amounts = sorted(found.contributions.items(), key=lambda item: -abs(item[1]))
    return [
        RowContribution(column=name, value=plan.row[name], typical=plan.typical[name], amount=amount)
        for name, amount in amounts
    ]
