"""Accounts, signing in, what a person sees and sets about themselves."""
