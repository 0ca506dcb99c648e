"""A generator goes to worker processes and comes back: pickle, once it is told how.

python examples/across_processes.py
"""

import multiprocessing
from collections.abc import Iterator

import stillframe

stillframe.enable_pickle()


def primes(first: int) -> Iterator[int]:
    found: list[int] = []
    number = first
    while True:
        if all(number % divisor for divisor in range(2, int(number**0.5) + 1)):
            found.append(number)
            yield number
        number += 1


def three_more(numbers: Iterator[int]) -> tuple[list[int], Iterator[int]]:
    """Runs in a worker: goes on with the generator, and sends it back."""
    return [next(numbers) for _ in range(3)], numbers


if __name__ == "__main__":
    numbers = primes(100)
    print("here:       ", next(numbers), next(numbers))
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        found, numbers = pool.apply(three_more, (numbers,))
    print("in a worker:", *found)
    print("here again: ", next(numbers), numbers.gi_frame.f_locals["found"])
