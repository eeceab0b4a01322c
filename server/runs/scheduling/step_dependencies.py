"""What the states of the steps of a run mean for those that need them, and for the run."""

from collections.abc import Collection, Mapping

from server.graph.planning.run_plan import PlannedStep
from server.storage.stores.run_store import SUCCESSFUL_STATES, TERMINAL_STATES

#: {state: what a step that is skipped because of it says}
STOPPED_WORDS = {"failed": "failed", "skipped": "skipped", "cancelled": "cancelled"}


def find_stopped_dependency(step: PlannedStep, states: Mapping[str, str]) -> str | None:
    """The first node that the step needs and that ended without a result."""
    stopped = TERMINAL_STATES - SUCCESSFUL_STATES
    return next((name for name in step.dependencies if states[name] in stopped), None)


def are_dependencies_done(step: PlannedStep, states: Mapping[str, str]) -> bool:
    """Whether all that the step needs is there."""
    return all(states[name] in SUCCESSFUL_STATES for name in step.dependencies)


def explain_skip(stopped: str, plan: Mapping[str, PlannedStep], states: Mapping[str, str]) -> str:
    """Why a step is skipped that needs the node `stopped`."""
    return f"{plan[stopped].title if stopped in plan else stopped} {STOPPED_WORDS[states[stopped]]}"


def sum_up_states(states: Mapping[str, str], disabled_nodes: Collection[str]) -> str:
    """How a run with these steps ended, those left out that are switched off."""
    counted = [state for node, state in states.items() if state != "skipped" or node not in disabled_nodes]
    return "succeeded" if counted and all(state in SUCCESSFUL_STATES for state in counted) else "failed"
