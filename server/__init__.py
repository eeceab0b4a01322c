"""The designer's server: designs, runs, storage, API and pages."""
