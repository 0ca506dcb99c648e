"""Test files that the harness itself is tested with."""
