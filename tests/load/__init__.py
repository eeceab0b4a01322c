"""Many people at once: real clients that edit, run, listen and look, and what the server did meanwhile."""
