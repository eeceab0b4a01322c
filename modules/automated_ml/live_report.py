"""What a search tells while it runs: how many trials, the best so far, what is tried now, and each measured value."""

from contextvars import copy_context

from modules.automated_ml.search import Search
from modules.kit.live_metrics import MetricPoint, report_metrics
from modules.kit.progress import report

#: The series of the best so far; each other one is the metric of a learner, by the number of the trial.
BEST_SO_FAR = "Best so far"


class LiveReport:
    """Passes on to who listens to this step, also while others are kept from it."""

    def __init__(self) -> None:
        self._context = copy_context()
        self._told = 0

    def tell(self, search: Search) -> None:
        """How far the search is, and the trials that ended since the last time."""
        points = list(self._measure(search))
        self._context.run(report, len(search.trials), None, describe_progress(search))
        if points:
            report_metrics(points)

    def _measure(self, search: Search) -> list[MetricPoint]:
        ended, self._told = search.trials[self._told :], len(search.trials)
        best = search.find_best()
        points: list[MetricPoint] = []
        for trial in ended:
            if trial.is_complete and best is not None:
                number = trial.request.number
                points.append(MetricPoint(trial.request.candidate.learner.title, number, trial.result.value))
                points.append(MetricPoint(BEST_SO_FAR, number, best.result.value))
        return points


def describe_progress(search: Search) -> str:
    """The rest of a sentence that begins with the number of trials."""
    best, running = search.find_best(), search.list_running()
    said = "trials"
    if best is not None:
        goal = search.data.objective.title
        said += f", best {goal} {best.result.value:.4g} ({best.request.candidate.learner.title})"
    names = list(dict.fromkeys(one.learner.title for one in running))
    if search.clock.is_paused:
        return f"{said}. Paused."
    return f"{said}. Trying {' and '.join(names)}." if names else said
