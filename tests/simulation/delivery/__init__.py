"""Simulated lives of the delivery: thousands of schedules, each the same every time it is run."""
