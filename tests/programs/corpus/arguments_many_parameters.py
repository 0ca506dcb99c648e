names = [f"p{i}" for i in range(300)]
source = f"def f({', '.join(names)}): return p0 + p299\ndef g(*, {', '.join(names)}): return p0 - p299\n"
exec(source)
print(f(*range(300)), g(**{n: i for i, n in enumerate(names)}))
for call in (lambda: f(*range(299)), lambda: f(*range(301)), lambda: g(), lambda: f()):
    try:
        call()
    except TypeError as error:
        print(str(error)[:120], len(str(error)))
