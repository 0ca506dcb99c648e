from __future__ import annotations
ns = {}
exec("x: undefined_name = 1\ndef f(a: also_undefined): pass", ns)
print(ns.get("__annotations__", ns["f"].__annotations__), ns["f"].__annotations__)
c = compile("y: nope", "c", "exec", dont_inherit=True)
import __future__
print(bool(compile("y: nope", "c", "exec").co_flags & __future__.annotations.compiler_flag), bool(c.co_flags & __future__.annotations.compiler_flag))
