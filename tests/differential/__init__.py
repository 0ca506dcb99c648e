"""Differential tests: a program runs on CPython and on the machine, and nobody can tell which."""
