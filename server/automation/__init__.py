"""What works while nobody looks: pipelines' runs, what starts them, and who is told of their ends."""
