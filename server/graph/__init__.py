"""The drawn graph as data: pure functions, no database, file, clock or session."""
