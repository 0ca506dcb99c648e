"""Two `for` loops, one in the other, with integer arithmetic: what an instruction costs."""

SIZES = {"full": 500, "small": 120, "tiny": 12}
RESULTS = {500: 562562395, 120: 50979600, 12: 4356}


def main(n):
    total = 0
    for i in range(n):
        for j in range(n):
            total = total + i * j
            if total > 1000000007:
                total = total - 1000000007
    return total
