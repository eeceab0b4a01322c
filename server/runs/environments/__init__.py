"""Environments: what was asked for becomes a lock, and a lock becomes a folder that steps may read."""
