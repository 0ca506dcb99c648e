def f():
    count = 0
    class C:
        nonlocal count
        count = 5
        def bump(self):
            nonlocal count
            count += 1
    C().bump()
    return count, "count" in C.__dict__
print(f())
