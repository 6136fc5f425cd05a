"""What the monitor remembers. The only folder that speaks SQL."""
