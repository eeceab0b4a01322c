"""What a trigger does, in words."""

from collections.abc import Mapping
from textwrap import shorten
from urllib.parse import unquote, urlsplit

from server.automation.schedule_words import describe_schedule
from server.automation.schedules import ScheduleSettings
from server.automation.trigger_settings import DataChangeSettings, PipelineEndSettings, TriggerSettings

#: Longer queries are cut between two words.
MAX_QUERY_LENGTH, MAX_NAME_LENGTH = 60, 60
ENDS = {"success": "succeeded", "failure": "failed", "any": "ended"}


def describe_trigger(settings: TriggerSettings, pipelines: Mapping[str, str], datasets: Mapping[str, str]) -> str:
    """A sentence without a full stop, with the names of pipelines and datasets by their ids."""
    if isinstance(settings, ScheduleSettings):
        return describe_schedule(settings)
    if isinstance(settings, PipelineEndSettings):
        name = pipelines.get(settings.pipeline, "a pipeline that was deleted")
        return f"After a run of {name} has {ENDS[settings.after]}"
    if isinstance(settings, DataChangeSettings):
        return f"When {_describe_data(settings, datasets)}"
    return "On a request to its web hook"


def _describe_data(settings: DataChangeSettings, datasets: Mapping[str, str]) -> str:
    if settings.source == "dataset":
        return f"{datasets.get(settings.dataset, 'a dataset that was deleted')} gets a new version"
    if settings.source == "url":
        return f"{_name_file(settings.url)} changes"
    if settings.source == "storage":
        what = "a file in" if settings.path.endswith("/") else ""
        return " ".join(part for part in (what, settings.path, "changes on", settings.connection) if part)
    query = shorten(settings.query, MAX_QUERY_LENGTH, placeholder=" …")
    return f"the result of {query} changes in {settings.connection}"


def _name_file(url: str) -> str:
    """A file with its server, so that two of one server differ. What follows a question mark may hold a key."""
    parts = urlsplit(url.strip())
    name = unquote(parts.path).rstrip("/").rpartition("/")[2][:MAX_NAME_LENGTH]
    return f"{name} at {parts.netloc}" if name else f"the file at {parts.netloc}"
