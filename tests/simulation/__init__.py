"""Simulated outlets, looked at by several policies: `make simulate` prints what each costs."""
