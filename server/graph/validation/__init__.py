"""Rules that a design must satisfy before it runs."""
