# requires: 3.14
from string.templatelib import Interpolation, Template
x, w = 3.14159, 10
t = eval("t'a {x!r:>{w}} b {x + 1} {x=}'")
print(type(t), t.strings, [(i.value, i.expression, i.conversion, i.format_spec) for i in t.interpolations])
print(list(eval("t''")), list(eval("t'{x}' t'{w}'")), eval("t'{undefined_name}'") if 0 else "lazy not")
