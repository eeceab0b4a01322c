"""Artifacts and other files in the data folder."""
