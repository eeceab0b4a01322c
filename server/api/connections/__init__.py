"""Connections to databases and storage, and secrets."""
