"""Designs from the files of other tools: pure conversions, which read settings as data and run nothing."""
