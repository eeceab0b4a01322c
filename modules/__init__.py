"""What a design can be made of: one file per module, one folder per palette category."""
