"""Sessions, locks and the workspace filter."""
