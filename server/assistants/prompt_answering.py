"""A prompt as it comes by HTTP: the model that the settings name, and the API in the name of whoever asked."""

from collections.abc import AsyncGenerator

from fastapi import Request

from server.assistants.chat_client import ChatClient
from server.assistants.own_api import build_own_api
from server.assistants.prompt_schemas import PromptCreate, PromptProgress
from server.assistants.prompt_session import answer_prompt
from server.settings import Settings


async def answer_request(
    request: Request, settings: Settings, design_id: str, prompt: PromptCreate
) -> AsyncGenerator[PromptProgress]:
    """What the model does with a prompt."""
    try:
        key = settings.assistant_secret
    except OSError as error:
        text = f"The file DESIGNERY_ASSISTANT_KEY_FILE can't be read: {error.strerror}."
        yield PromptProgress(kind="failure", text=text)
        return
    model = ChatClient(settings.assistant_url, settings.assistant_model, key)
    async for progress in answer_prompt(model, build_own_api(request.app, request), design_id, prompt):
        yield progress
