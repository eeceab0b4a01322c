"""What a step leaves beside its outputs, and what is kept: figures, and the files of a command that ended early."""

import logging
import os
from pathlib import Path

from modules.kit.file_trees import pack_tree
from server.graph.planning.run_plan import PlannedStep
from server.runs.sandbox import script_figures
from server.runs.sandbox.output_scrubber import OutputScrubber
from server.storage.files.artifact_store import ArtifactStore

logger = logging.getLogger(__name__)

#: Where a command writes what is to be kept, below the folder of its step.
COMMAND_OUTPUTS = "tmp/command-*/job/outputs"
MAX_PARTIAL_BYTES = 2 * 2**30


def get_partial_outputs_path(store: ArtifactStore, run_id: str, node: str) -> Path:
    """Where the files of a command are kept that failed or was cancelled."""
    return store.folder / "logs" / run_id / f"{node}.outputs.zip"


def keep_leftovers(
    store: ArtifactStore,
    run_id: str,
    step: PlannedStep,
    folder: Path,
    scrubber: OutputScrubber,
    *,
    is_partial: bool,
) -> None:
    """Keep what a script left in the folder of its step; of steps without a user's code nothing is kept.

    `is_partial` says that it ended early, so that its outputs are not stored as those of a step.
    """
    if step.trusted:
        return
    figures = script_figures.get_figure_folder(store, run_id, step.node)
    script_figures.copy_figures(folder / "plots", figures, scrubber.has_secret)
    made = _find_command_outputs(folder)
    if is_partial and made is not None:
        target = get_partial_outputs_path(store, run_id, step.node)
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_suffix(".partial")
        try:
            pack_tree(made, unfinished, max_bytes=MAX_PARTIAL_BYTES, is_refused=scrubber.is_file_secret)
            os.replace(unfinished, target)
        except OSError as error:
            logger.warning("The outputs of %s could not be kept: %s", step.node, error)
            unfinished.unlink(missing_ok=True)


def _find_command_outputs(folder: Path) -> Path | None:
    """The folder of outputs, unless the way to it leads by a link to somewhere else."""
    for made in sorted(folder.glob(COMMAND_OUTPUTS)):
        if made.is_dir() and made.resolve() == folder.resolve() / made.relative_to(folder):
            return made
    return None
