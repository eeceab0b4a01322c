"""Drawings and reports made on the server: SVG, charts, run reports."""
