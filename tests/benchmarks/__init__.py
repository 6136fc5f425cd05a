"""What it costs, as ratios against a reference that runs beside it in the same process."""
