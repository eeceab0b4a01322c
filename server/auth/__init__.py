"""Who uses this server: persons, and what they may do."""
