"""A process beside the sandbox that fetches and delivers. It runs nobody's code, and looks into no file it fetches."""
