"""Links, and what their guests may do."""
