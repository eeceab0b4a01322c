"""R of the user's own."""
