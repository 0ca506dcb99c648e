def f(n):
    total = 0
    for i in range(n):
        if i % 2:
            continue
        total += i; total ^= 1; total += i; total ^= 1; total += i; total ^= 1; total += i; total ^= 1
        total += i * 2 - 1 + 3 * i; total ^= (i << 2) | 1; total += i * 2 - 1 + 3 * i; total ^= (i << 2) | 1
        total += i * 2 - 1 + 3 * i; total ^= (i << 2) | 1; total += i * 2 - 1 + 3 * i; total ^= (i << 2) | 1
        total += i * 2 - 1 + 3 * i; total ^= (i << 2) | 1; total += i * 2 - 1 + 3 * i; total ^= (i << 2) | 1
        total += i * 2 - 1 + 3 * i; total ^= (i << 2) | 1; total += i * 2 - 1 + 3 * i; total ^= (i << 2) | 1
        total += i * 2 - 1 + 3 * i; total ^= (i << 2) | 1; total += i * 2 - 1 + 3 * i; total ^= (i << 2) | 1
        if total > 10**9: break
    else:
        return "else", total
    return "break", total
print(f(5), f(0))
