import re
TOKEN = re.compile(r"\s*(?:(\d+)|(.))")
def tokens(s):
    for number, op in TOKEN.findall(s):
        yield ("num", int(number)) if number else ("op", op)
    yield ("end", None)
class Parser:
    def __init__(self, s):
        self.tokens = tokens(s)
        self.advance()
    def advance(self): self.kind, self.value = next(self.tokens)
    def expect(self, v):
        if self.value != v: raise SyntaxError(f"expected {v!r}, got {self.value!r}")
        self.advance()
    def expr(self, level=0):
        if level == 2: return self.atom()
        left = self.expr(level + 1)
        while self.kind == "op" and self.value in ("+-", "*/")[level]:
            op = self.value
            self.advance()
            right = self.expr(level + 1)
            match op:
                case "+": left += right
                case "-": left -= right
                case "*": left *= right
                case "/": left /= right
        return left
    def atom(self):
        if self.kind == "num":
            v = self.value
            self.advance()
            return v
        if self.value == "-":
            self.advance()
            return -self.atom()
        self.expect("(")
        v = self.expr()
        self.expect(")")
        return v
for s in ("1 + 2 * 3", "(1 + 2) * -3", "8 / 4 / 2", "2 * (3 + 4) - 5"): print(s, "=", Parser(s).expr())
Parser("(1 + 2").expr()
