"""The prompt bar: a language model of the owner's choice looks at a design and proposes changes of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from importlib import import_module
from typing import Literal

from fastapi import Depends, HTTPException, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel

from server.api.core.app_context import AppContext, ContextDep
from server.api.core.router import Router
from server.assistants.prompt_schemas import PromptCreate, PromptProgress
from server.auth import audit_log
from server.auth.audit_log import AuditTarget
from server.storage.stores import design_store

router = Router(prefix="/api/designs/{design_id}", tags=["assistants"])

NOT_SET_UP = "This server has no language model. Its owner can name one by DESIGNERY_ASSISTANT_URL."


class PromptEvent(BaseModel):
    """The model works, or has ended."""

    event: Literal["progress"]
    data: PromptProgress


def _record_prompt(context: AppContext, design_id: str) -> None:
    """The audit log says who sent a design to the model; the words are theirs."""
    with context.database.session(design_id) as session:
        name = design_store.get_design(session, design_id, defer_document=True).name
        audit_log.record_action(session, "design.assistant-asked", name, AuditTarget(design_id))


async def _require_model(design_id: str, context: ContextDep) -> None:
    """Refuse before the answer begins: a stream has no other status than 200."""
    if not context.settings.assistant_url:
        raise HTTPException(409, NOT_SET_UP)
    await asyncio.to_thread(_record_prompt, context, design_id)


@router.post(
    "/prompts",
    needs="runner",
    response_class=EventSourceResponse,
    responses={200: {"model": PromptEvent}},
    dependencies=[Depends(_require_model)],
)
async def send_prompt(
    design_id: str, prompt: PromptCreate, request: Request, context: ContextDep
) -> AsyncIterator[ServerSentEvent]:
    """Have the model answer, which may propose a change: what it does meanwhile (`progress`), and how it ended.

    The model sees this design with its parameters, names and types of columns, problems, advice and errors of runs.
    It reads no dataset; values reach it where they were typed into the design, or an error quotes one.
    Whoever hangs up cancels it.
    """
    # What speaks with models takes a while to import; no other request waits for it.
    answering = await asyncio.to_thread(import_module, "server.assistants.prompt_answering")
    async with aclosing(answering.answer_request(request, context.settings, design_id, prompt)) as steps:
        async for progress in steps:
            yield ServerSentEvent(event="progress", data=progress.model_dump(exclude_none=True))
