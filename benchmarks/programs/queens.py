"""n queens by generators that resume generators; sets and tuples. After pyperformance's nqueens."""

SIZES = {"full": 9, "small": 7, "tiny": 4}
RESULTS = {9: (352, 50688), 7: (40, 2520), 4: (2, 18)}


def place(n, row, columns, rising, falling):
    """Every way to fill the rows from `row` on, each as a tuple of columns."""
    if row == n:
        yield ()
        return
    for column in range(n):
        up = row + column
        down = row - column
        if column in columns or up in rising or down in falling:
            continue
        columns.add(column)
        rising.add(up)
        falling.add(down)
        for rest in place(n, row + 1, columns, rising, falling):
            yield (column,) + rest  # noqa: RUF005 (older than x-python knows)
        columns.remove(column)
        rising.remove(up)
        falling.remove(down)


def main(n):
    solutions = list(place(n, 0, set(), set(), set()))
    weight = 0
    for solution in solutions:
        weight += sum(row * column for row, column in enumerate(solution))
    return len(solutions), weight
