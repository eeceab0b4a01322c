"""What a trigger does, in words."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from server.automation.schedule_words import describe_schedule
from server.automation.schedules import ScheduleSettings
from server.automation.trigger_settings import DataChangeSettings, PipelineEndSettings, TriggerSettings

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
        return f"the file at {urlsplit(settings.url).hostname} changes"
    if settings.source == "storage":
        what = "a file in" if settings.path.endswith("/") else ""
        return " ".join(part for part in (what, settings.path, "changes on", settings.connection) if part)
    return f"the result of a query to {settings.connection} changes"
