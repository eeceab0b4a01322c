"""Designs: edits, versions, analysis, code, comparison."""
