"""What the event streams send: the name of each event with the shape of its data."""

from typing import Annotated, Literal, NotRequired

from pydantic import BaseModel, Field
from typing_extensions import TypedDict

from server.api.collaboration.presence_routes import CanvasPoint, CanvasViewport, CardId
from server.graph.json_shapes import EditJson
from server.runs.run_schemas import LogLineRead, ProgressRead, RunRead, StepRead


class EventPerson(BaseModel):
    """Who did something."""

    id: str
    name: str


class EditsMessage(TypedDict):
    """A change that the server has. What was made by an earlier version has neither an id nor a person."""

    revision: int
    client: str
    id: NotRequired[str]
    label: str
    edits: list[EditJson]
    person: NotRequired[EventPerson]


class StepMessage(BaseModel):
    """A step of a run as it is now."""

    run: str
    number: int
    step: StepRead


class ProgressMessage(BaseModel):
    """How far a step is."""

    run: str
    node: str
    progress: ProgressRead


class LogMessage(BaseModel):
    """Lines that a step printed."""

    run: str
    node: str
    lines: list[LogLineRead]


class PresencePerson(EventPerson):
    """Who has the design open."""

    kind: Literal["local", "account", "guest", "visitor"]


class Awareness(TypedDict, total=False):
    """Where a tab points and looks; empty until it has said so."""

    pointer: CanvasPoint | None
    selection: list[CardId]
    sight: CanvasViewport | None
    group: CardId | None
    away: bool


class ParticipantRead(BaseModel):
    """One tab of somebody who has the design open. `color` is the number of theirs."""

    client: str
    person: PresencePerson
    color: int
    at: Awareness


class PresenceMessage(BaseModel):
    """Everybody who has the design open."""

    here: list[ParticipantRead]


class AwarenessMessage(BaseModel):
    """Where one tab points and looks now."""

    client: str
    at: Awareness


class CommentsMessage(TypedDict):
    """Something was said in a thread; visitors are not told in which."""

    thread: NotRequired[str]


class ProposalsMessage(BaseModel):
    """Which proposal is new or was decided on."""

    proposal: str


class EndMessage(BaseModel):
    """Why a link has ended."""

    detail: str


class EmptyMessage(BaseModel):
    """The name of the event says it all."""


class EditsEvent(BaseModel):
    """Somebody changed the design."""

    event: Literal["edits"]
    id: int
    data: EditsMessage


class RunEvent(BaseModel):
    """A run has begun or ended."""

    event: Literal["run"]
    id: int
    data: RunRead


class StepEvent(BaseModel):
    """A step has another state, or other outputs."""

    event: Literal["step"]
    id: int
    data: StepMessage


class ProgressEvent(BaseModel):
    """A step has come further."""

    event: Literal["progress"]
    data: ProgressMessage


class LogEvent(BaseModel):
    """A step has printed something."""

    event: Literal["log"]
    data: LogMessage


class PresenceEvent(BaseModel):
    """Somebody came, or went."""

    event: Literal["presence"]
    data: PresenceMessage


class AwarenessEvent(BaseModel):
    """Somebody points or looks elsewhere."""

    event: Literal["at"]
    data: AwarenessMessage


class CommentsEvent(BaseModel):
    """A thread has changed."""

    event: Literal["comments"]
    id: int
    data: CommentsMessage


class ProposalsEvent(BaseModel):
    """A change was proposed, accepted or rejected."""

    event: Literal["proposals"]
    id: int
    data: ProposalsMessage


class TrustEvent(BaseModel):
    """Somebody trusts the design now."""

    event: Literal["trust"]
    data: EmptyMessage


class ResetEvent(BaseModel):
    """Too much was missed to be told: load the design anew."""

    event: Literal["reset"]
    id: int
    data: EmptyMessage


class ResultsEvent(BaseModel):
    """To visitors who edit: there are other results now."""

    event: Literal["results"]
    id: int
    data: EmptyMessage


class ChangedEvent(BaseModel):
    """To visitors who look: the link shows another version now."""

    event: Literal["changed"]
    data: EmptyMessage


class EndedEvent(BaseModel):
    """To visitors: the link has ended."""

    event: Literal["ended"]
    data: EndMessage


#: Events with an id are sent again to whoever reconnects.
DesignEventRead = Annotated[
    EditsEvent
    | RunEvent
    | StepEvent
    | ProgressEvent
    | LogEvent
    | PresenceEvent
    | AwarenessEvent
    | CommentsEvent
    | ProposalsEvent
    | TrustEvent
    | ResetEvent
    | ResultsEvent
    | EndedEvent,
    Field(discriminator="event"),
]
SharedDesignEventRead = Annotated[ChangedEvent | EndedEvent, Field(discriminator="event")]
