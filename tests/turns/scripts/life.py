"""The game of life on a torus, with a glider that comes home, and a matrix that is inverted."""

from dataclasses import dataclass
from fractions import Fraction

GLIDER = {(0, 1), (1, 2), (2, 0), (2, 1), (2, 2)}


@dataclass(frozen=True)
class Torus:
    size: int
    living: frozenset

    def neighbours(self, cell):
        row, column = cell
        for down in (-1, 0, 1):
            for right in (-1, 0, 1):
                if down or right:
                    yield (row + down) % self.size, (column + right) % self.size

    def next(self):
        counts = {}
        for cell in self.living:
            for neighbour in self.neighbours(cell):
                counts[neighbour] = counts.get(neighbour, 0) + 1
        return Torus(
            self.size,
            frozenset(
                cell for cell, n in counts.items() if n == 3 or (n == 2 and cell in self.living)
            ),
        )

    def __str__(self):
        return "\n".join(
            "".join(".#"[(row, column) in self.living] for column in range(self.size))
            for row in range(self.size)
        )


def inverse(matrix):
    size = len(matrix)
    work = [
        [Fraction(value) for value in row] + [Fraction(n == i) for n in range(size)]
        for i, row in enumerate(matrix)
    ]
    for column in range(size):
        pivot = next(row for row in range(column, size) if work[row][column])
        work[column], work[pivot] = work[pivot], work[column]
        work[column] = [value / work[column][column] for value in work[column]]
        for row in range(size):
            if row != column and (factor := work[row][column]):
                work[row] = [a - factor * b for a, b in zip(work[row], work[column], strict=True)]
    return [row[size:] for row in work]


torus = Torus(6, frozenset(GLIDER))
seen = {torus: 0}
generation = 0
while True:
    torus, generation = torus.next(), generation + 1
    if torus in seen:
        break
    seen[torus] = generation
    if generation % 6 == 0:
        print(f"generation {generation}, {len(torus.living)} living", torus, sep="\n")
print("generation", generation, "is generation", seen[torus], "again")
for row in inverse([[2, 1, 0], [1, 3, 1], [0, 1, 4]]):
    print(*row)
