"""Python of the user's own."""
