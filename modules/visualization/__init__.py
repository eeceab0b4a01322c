"""Visualization: charts that are kept with the run."""
