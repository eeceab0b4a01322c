"""What a step leaves beside its outputs, and what is kept: figures, and the files of a command that ended early."""

from pathlib import Path

from server.graph.planning.run_plan import PlannedStep
from server.runs.sandbox import script_figures
from server.runs.sandbox.output_scrubber import OutputScrubber
from server.storage.files.artifact_store import ArtifactStore


def keep_leftovers(
    store: ArtifactStore, run_id: str, step: PlannedStep, folder: Path, scrubber: OutputScrubber
) -> None:
    """Keep what a script left in the folder of its step; of steps without a user's code nothing is kept."""
    if step.trusted:
        return
    figures = script_figures.get_figure_folder(store, run_id, step.node)
    script_figures.copy_figures(folder / "plots", figures, scrubber.has_secret)
