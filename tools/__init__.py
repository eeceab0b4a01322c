"""What the work on Designery needs and its users do not: it is not in the wheel."""
