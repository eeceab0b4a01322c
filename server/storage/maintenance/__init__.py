"""Backup, restore, clean-up, rotation of keys."""
