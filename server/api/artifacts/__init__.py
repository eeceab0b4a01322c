"""Results: their views, rows, charts and downloads."""
