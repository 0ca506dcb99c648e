"""Watching a program: every step of a run, written down, to be gone through both ways."""
