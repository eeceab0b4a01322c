"""What metrics are called and mean."""

from pydantic import BaseModel

from modules.kit.metrics import METRICS, MetricDirection, MetricFormat
from modules.kit.schema import Task
from server.api.core.router import Router

router = Router(prefix="/api", tags=["catalog"])


class MetricRead(BaseModel):
    """A metric: the name by which results store it, its title, how its values are written, and which way is better."""

    name: str
    title: str
    hint: str
    definition: str
    format: MetricFormat
    better: MetricDirection | None
    tasks: list[Task]


@router.get("/metrics", needs="person")
def list_metrics() -> list[MetricRead]:
    """All metrics that evaluations know, with what each means."""
    return [MetricRead.model_validate(vars(metric)) for metric in METRICS.values()]
