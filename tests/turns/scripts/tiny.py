"""A few dozen instructions: small enough to stop at each of them."""

total = 0
for n in range(8):
    if n % 3:
        total += n * n
print("total", total)
print([total // n for n in (1, 2, 3)])
