"""A search that forks a generator at each choice: eight queens on a board.

python examples/search.py
"""

from collections.abc import Generator

import stillframe

SIZE = 8


def place_queens() -> Generator[int, int, list[int]]:
    """Asks for a column for each row; gives up when two queens attack each other."""
    columns: list[int] = []
    for row in range(SIZE):
        column = yield row
        if any(c == column or abs(c - column) == row - r for r, c in enumerate(columns)):
            return []
        columns = [*columns, column]  # a new list: all copies have the same one until now
    return columns


def solve(search: Generator[int, int, list[int]]) -> list[list[int]]:
    """Every way on: one copy of the search for each answer."""
    found = []
    for column in range(SIZE):
        branch = stillframe.fork(search)
        try:
            branch.send(column)
        except StopIteration as end:
            found += [end.value] if end.value else []
        else:
            found += solve(branch)
    return found


if __name__ == "__main__":
    start = place_queens()
    next(start)
    solutions = solve(start)
    print(len(solutions), "solutions; the first:", solutions[0])
