"""Functions on trials that stand in exported scripts, as they are here; see `written.py`."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

#: Trains with some settings on the first table and measures on the second.
MeasureFunction = Callable[[dict[str, Any], pd.DataFrame, pd.DataFrame], dict[str, float]]
FoldTables = Sequence[tuple[pd.DataFrame, pd.DataFrame]]


def try_candidates(
    candidates: Iterable[dict[str, Any]], measure: MeasureFunction, folds: FoldTables, metric: str
) -> list[dict[str, Any]]:
    """A trial of each combination of settings."""
    return [try_settings(settings, measure, folds, metric) for settings in candidates]


def try_settings(
    settings: dict[str, Any],
    measure: MeasureFunction,
    folds: FoldTables,
    metric: str,
    should_prune: Callable[[int, float], bool] = lambda _fold, _mean: False,
) -> dict[str, Any]:
    """Train and measure fold by fold, as long as there is hope: the means, and the deviation of the chosen metric."""
    rows: list[dict[str, float]] = []
    state = "Complete"
    for fold, (train, test) in enumerate(folds):
        rows.append(measure(settings, train, test))
        if fold + 1 < len(folds) and should_prune(fold, float(pd.DataFrame(rows)[metric].mean())):
            state = "Stopped early"
            break
    found = pd.DataFrame(rows)
    metrics = {str(name): float(value) for name, value in found.mean().items()}
    return {"settings": settings, "State": state, "Folds": len(rows), "metrics": metrics, "spread": found[metric].std()}


def search_settings(
    suggest: Callable[[Any], dict[str, Any]],
    measure: MeasureFunction,
    folds: FoldTables,
    metric: str,
    *,
    trials: int,
    seed: int,
    higher: bool = True,
    stop_early: bool = True,
) -> list[dict[str, Any]]:
    """Trials where earlier ones give hope: Optuna's tree-structured Parzen estimator, with a median pruner."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    at_first = min(10, max(2, trials // 3))
    never = optuna.pruners.NopPruner()
    study = optuna.create_study(
        direction="maximize" if higher else "minimize",
        sampler=optuna.samplers.TPESampler(seed=seed, n_startup_trials=at_first),
        pruner=optuna.pruners.MedianPruner(n_startup_trials=min(5, at_first)) if stop_early else never,
    )
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for _ in range(trials):
        optuna_trial = study.ask()
        settings = suggest(optuna_trial)
        key = tuple(settings.items())
        if key not in found:
            # A combination that comes up again is not trained again.
            found[key] = try_settings(settings, measure, folds, metric, make_pruning_check(optuna_trial))
        pruned = found[key]["State"] == "Stopped early"
        value = None if pruned else found[key]["metrics"][metric]
        study.tell(optuna_trial, value, state=optuna.trial.TrialState.PRUNED if pruned else None)
    return list(found.values())


def make_pruning_check(optuna_trial: Any) -> Callable[[int, float], bool]:
    """Whether the mean so far is so poor that a trial need not go on."""

    def should_prune(fold: int, mean: float) -> bool:
        if np.isnan(mean):
            return False
        optuna_trial.report(mean, fold)
        return bool(optuna_trial.should_prune())

    return should_prune


def select_best_settings(trials: list[dict[str, Any]], metric: str, *, higher: bool = True) -> dict[str, Any]:
    """The settings of the first of the best trials."""
    whole = [trial for trial in trials if trial["State"] == "Complete" and not np.isnan(trial["metrics"][metric])]
    best = max(whole, key=lambda trial: trial["metrics"][metric] if higher else -trial["metrics"][metric])
    settings: dict[str, Any] = best["settings"]
    return settings


def make_trial_table(trials: list[dict[str, Any]], metric: str) -> pd.DataFrame:
    """A row for each trial: its settings, then its metrics."""
    rows = [
        {
            "Trial": number,
            "State": trial["State"],
            "Folds": trial["Folds"],
            **trial["settings"],
            **trial["metrics"],
            f"Standard deviation of {metric}": trial["spread"],
        }
        for number, trial in enumerate(trials, start=1)
    ]
    return pd.DataFrame(rows)
