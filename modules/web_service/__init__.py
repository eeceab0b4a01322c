"""Where data enter and leave a deployed design."""
