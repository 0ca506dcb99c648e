import operator
for source in ("[][0]", "{}['k']", "int('x')", "'a' + 1", "1 + 'a'", "None.x", "1 / 0", "1 % 0", "'%d' % 'x'", "[1][1.5]",
               "(1, 2)['a']", "a, b = 1,", "a, b = 1, 2, 3", "a, *b, c = 1,", "x", "import nothing_here", "from os import nothing_here", "assert 0",
               "assert 0, 'message'", "assert [], (1, 2)", "-'a'", "~1.5", "1 < 'a'", "[] < {}", "del [][0]", "'abc'[1] = 2", "1()", "1 @ 2",
               "float('x')", "2 ** 'a'", "1 << -1", "'a' * 'b'", "[1] + (1,)", "len(5)", "{[]: 1}", "{[]}", "{**{1: 2}, **3}", "1 in 'a'", "object() < 1",
               "None[0]", "None[0] = 1", "f'{1:z}'", "'{}'.format()", "b'a' + 'a'", "open('/no/such/file')", "[].x", "class A(5): pass", "lambda: (yield)", "''.join([1])"):
    try:
        exec(source)
    except BaseException as error:
        print(f"{source}: {type(error).__name__}: {error}")
    else:
        print(source, "is fine")
