"""Statistical Functions: what a dataset looks like in numbers."""
