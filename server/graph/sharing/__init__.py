"""What guests of a link see of a design, and may change."""
