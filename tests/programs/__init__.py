"""A corpus of small programs, one idea each, and the test that runs them on every engine."""
