"""Workspaces, their members, quotas and groups."""
