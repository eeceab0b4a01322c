"""People at work together: presence, guests, notifications, web hooks."""
