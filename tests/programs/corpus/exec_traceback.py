def f(): exec("def g():\n  return 1 / 0\ng()", {})
def h(): eval("f()")
h()
