"""What the prompt bar sends, and what comes back while the model works."""

from typing import Literal

from pydantic import BaseModel, Field

#: So much of a conversation goes along with a prompt.
MAX_TURNS, MAX_TURN_CHARACTERS = 40, 20_000


class PromptTurn(BaseModel):
    """What was said before: a prompt of the person (`user`), or an answer of the model (`assistant`)."""

    role: Literal["user", "assistant"]
    content: str = Field(max_length=MAX_TURN_CHARACTERS)


class PromptCreate(BaseModel):
    """The words of a person, what was said before, and the nodes that they have selected."""

    words: str = Field(min_length=1, max_length=MAX_TURN_CHARACTERS, pattern=r"\S")
    earlier: list[PromptTurn] = Field(default=[], max_length=MAX_TURNS)
    selected: list[str] = Field(default=[], max_length=1_000)


class Proposed(BaseModel):
    """A proposed change that came of a prompt. It waits on the canvas."""

    id: str
    title: str


class PromptProgress(BaseModel):
    """What happens to a prompt: a step of the work (`step`), or how it ended (`answer`, `failure`)."""

    kind: Literal["step", "answer", "failure"]
    text: str
    proposal: Proposed | None = None
