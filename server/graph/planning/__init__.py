"""From a design to the steps of a run."""
