"""Pipelines as data: what a design declares, what a run is given, and how that comes into the document."""
