"""The bell, preferences and web hooks."""
