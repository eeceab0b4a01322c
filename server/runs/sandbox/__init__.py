"""Processes that steps run in, as the server sees them."""
