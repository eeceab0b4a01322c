"""What each kind of trigger is set to: stored with the trigger as JSON, checked whenever it is read."""

from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from server.automation.schedules import OverlapPolicy, ScheduleSettings
from server.storage.orm.pipeline_tables import TriggerRow

TriggerKind = Literal["schedule", "data_change", "pipeline_end", "webhook"]
DataSourceKind = Literal["dataset", "url", "storage", "database"]
EndKind = Literal["success", "failure", "any"]

#: How often data outside is looked at, at most and at least.
MIN_POLL_SECONDS, MAX_POLL_SECONDS = 60, 7 * 86_400

Overlap = Annotated[
    OverlapPolicy,
    Field(
        description="What happens when an earlier run of this trigger has not ended: `skip` the new one, `queue` one, "
        "or `allow` both at once."
    ),
]


class DataChangeSettings(BaseModel):
    """Which data starts a run when it changes."""

    model_config = ConfigDict(extra="forbid")

    source: DataSourceKind = Field(
        description="`dataset` of Designery, `url` of a file, `storage` for an S3 object or prefix, or `database`."
    )
    dataset: str = Field(default="", max_length=64, description="The id of the dataset.")
    url: str = Field(default="", max_length=4_000, description="The address of the file.")
    connection: str = Field(default="", max_length=200, description="The name of the connection.")
    path: str = Field(
        default="",
        max_length=1_024,
        description="An object in the bucket, or a folder that ends with a slash: then any object in it counts.",
    )
    query: str = Field(default="", max_length=100_000, description="A query; a run starts when its result changes.")
    every_seconds: int = Field(
        default=600, ge=MIN_POLL_SECONDS, le=MAX_POLL_SECONDS, description="How often to look, in seconds."
    )
    overlap: Overlap = "queue"

    @model_validator(mode="after")
    def _check_source(self) -> Self:
        wanted = {
            "dataset": (("dataset", "Choose a dataset."),),
            "url": (("url", "Enter an address that begins with https://."),),
            "storage": (
                ("connection", "Choose a connection to object storage."),
                ("path", "Enter the path of an object, or of a folder that ends with a slash."),
            ),
            "database": (("connection", "Choose a connection to a database."), ("query", "Write a query.")),
        }
        for name, sentence in wanted[self.source]:
            if not str(getattr(self, name)).strip():
                raise ValueError(sentence)
        if self.source == "url":
            _check_address(self.url)
        return self


class PipelineEndSettings(BaseModel):
    """Which pipeline starts this one when a run of it has ended."""

    model_config = ConfigDict(extra="forbid")

    pipeline: str = Field(max_length=64, description="The id of the pipeline to run after.")
    after: EndKind = Field(default="success", description="Whether its run has to succeed, to fail, or only to end.")
    overlap: Overlap = "queue"


class WebhookTriggerSettings(BaseModel):
    """What a request to the address of a web hook may do."""

    model_config = ConfigDict(extra="forbid")

    takes_parameters: bool = Field(
        default=False, description='Whether a request may set the pipeline\'s parameters, as `{"parameters": {...}}`.'
    )
    overlap: Overlap = "allow"


TriggerSettings = ScheduleSettings | DataChangeSettings | PipelineEndSettings | WebhookTriggerSettings

SETTINGS_BY_KIND: dict[TriggerKind, TypeAdapter[TriggerSettings]] = {
    "schedule": TypeAdapter(ScheduleSettings),
    "data_change": TypeAdapter(DataChangeSettings),
    "pipeline_end": TypeAdapter(PipelineEndSettings),
    "webhook": TypeAdapter(WebhookTriggerSettings),
}


def read_trigger_settings(trigger: TriggerRow) -> TriggerSettings:
    """The settings of a stored trigger."""
    return SETTINGS_BY_KIND[trigger.kind].validate_python(trigger.settings)  # type: ignore[index]


def read_schedule(trigger: TriggerRow) -> ScheduleSettings:
    """The settings of a stored schedule."""
    settings = read_trigger_settings(trigger)
    assert isinstance(settings, ScheduleSettings)
    return settings


def _check_address(url: str) -> None:
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        raise ValueError("The address can't be read. Check the spelling.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("The address must begin with https:// or http://.")
    if parts.username or parts.password:
        raise ValueError("The address contains a user name or password. Remove it.")
