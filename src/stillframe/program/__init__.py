"""Whole programs: run, saved, resumed.

General layout:

    frames      the machine's frames and generators in a snapshot
"""
