"""What is worked out after a run: views, attributions, replays."""
