"""Loops of all shapes: nested, with else, break and continue; over what changes meanwhile."""


def primes(limit):
    found = []
    candidate = 2
    while candidate < limit:
        for prime in found:
            if prime * prime > candidate:
                found.append(candidate)
                break
            if candidate % prime == 0:
                break
        else:
            found.append(candidate)
        candidate += 1
    return found


def collatz(n):
    length = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        length += 1
    return length


print(primes(120))
longest = max(range(1, 60), key=collatz)
print("longest", longest, collatz(longest))

grid = [[(row * 7 + column * 3) % 10 for column in range(8)] for row in range(8)]
best = None
for row, line in enumerate(grid):
    for column, cell in enumerate(line):
        if cell == 0:
            continue
        if row + column > 9:
            break
        if best is None or cell * (row + 1) > best[0]:
            best = cell * (row + 1), row, column
    else:
        print("row", row, "to its end")
print("best", best)

queue = list(range(6))
for item in queue:
    if item % 2 == 0 and len(queue) < 12:
        queue.append(item + 7)
print(queue)
countdown = {"a": 3, "b": 1, "c": 2}
rounds = 0
while countdown:
    rounds += 1
    for key in list(countdown):
        countdown[key] -= 1
        if not countdown[key]:
            del countdown[key]
            print("round", rounds, "without", key)
