"""Finding the file of a saved program, and connecting to it."""

import os
import sqlite3

from stillframe.errors import StoreError
from stillframe.program import schema
from stillframe.program.faults import FAULTS, explained

_PATIENCE = 5.0  # seconds to wait for who has opened the file with another tool


def resolve(path: str, *, create: bool) -> str:
    """The file behind symbolic links, so that all its names lead to one lock."""
    file = os.path.realpath(path)
    folder = os.path.dirname(file)
    if os.path.isdir(file):
        raise StoreError(f"{path} is a folder: give the path of a file")
    if not os.path.isdir(folder):
        raise StoreError(f"there is no folder {folder}: make it first")
    if not create and not os.path.exists(file):
        raise StoreError(f"there is no file {path}: give the one that a program was saved to")
    return file


def connect(path: str, file: str, *, create: bool | None) -> sqlite3.Connection:
    """A connection to a file of ours, made if ``create``; with None for that, only to read."""
    try:
        connection = schema.connect(file, _PATIENCE)
        try:
            if not schema.identify(connection, path):
                if not create:
                    raise StoreError(f"{path} is empty: run the program again")
                schema.create(connection)
            if create is None:
                connection.execute("PRAGMA query_only = ON")
            else:
                # Where there can be no log (some network folders), SQLite's journal does as well.
                connection.execute("PRAGMA journal_mode = WAL").fetchone()
        except BaseException:
            connection.close()
            raise
    except FAULTS as error:
        raise explained(error, path, "opening it") from error
    return connection
