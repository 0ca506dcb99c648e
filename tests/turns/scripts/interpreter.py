"""A small language: tokens, a parser, and an interpreter with functions and loops."""

import operator
import re
from dataclasses import dataclass, field

TOKEN = re.compile(r"\s*(?:(\d+)|(\w+)|(<=|==|.))", re.DOTALL)
OPERATORS = {
    "+": (2, operator.add),
    "-": (2, operator.sub),
    "*": (3, operator.mul),
    "/": (3, operator.floordiv),
    "<=": (1, operator.le),
    "==": (1, operator.eq),
}


def tokens(text):
    for number, name, sign in TOKEN.findall(text.strip()):
        yield int(number) if number else name or sign
    while True:
        yield None


@dataclass
class Parser:
    source: object
    ahead: object = field(init=False)

    def __post_init__(self):
        self.ahead = next(self.source)

    def take(self, expected=None):
        token = self.ahead
        if expected is not None and token != expected:
            raise SyntaxError(f"{expected!r} expected, not {token!r}")
        self.ahead = next(self.source)
        return token

    def block(self):
        self.take("{")
        body = []
        while self.ahead != "}":
            body.append(self.statement())
        self.take("}")
        return body

    def statement(self):
        match self.take():
            case "print":
                node = ("print", self.expression())
            case "return":
                node = ("return", self.expression())
            case "while":
                return ("while", self.expression(), self.block())
            case "if":
                return ("if", self.expression(), self.block())
            case "def":
                name, parameter = self.take(), (self.take("("), self.take(), self.take(")"))[1]
                return ("def", name, parameter, self.block())
            case name:
                self.take("=")
                node = ("set", name, self.expression())
        self.take(";")
        return node

    def expression(self, level=0):
        left = self.atom()
        while self.ahead in OPERATORS and OPERATORS[self.ahead][0] > level:
            sign = self.take()
            left = ("op", sign, left, self.expression(OPERATORS[sign][0]))
        return left

    def atom(self):
        match self.take():
            case int(number):
                return ("number", number)
            case "(":
                inner = self.expression()
                self.take(")")
                return inner
            case name if self.ahead == "(":
                self.take("(")
                argument = self.expression()
                self.take(")")
                return ("call", name, argument)
            case name:
                return ("name", name)


class Returned(Exception):
    pass


def evaluate(node, scope):
    match node:
        case ("number", number):
            return number
        case ("name", name):
            return scope[name]
        case ("op", sign, left, right):
            return OPERATORS[sign][1](evaluate(left, scope), evaluate(right, scope))
        case ("call", name, argument):
            parameter, body = scope[name]
            try:
                execute(body, {**scope, parameter: evaluate(argument, scope)})
            except Returned as result:
                return result.args[0]


def execute(body, scope):
    for node in body:
        match node:
            case ("print", value):
                print(evaluate(value, scope))
            case ("set", name, value):
                scope[name] = evaluate(value, scope)
            case ("return", value):
                raise Returned(evaluate(value, scope))
            case ("while", condition, inner):
                while evaluate(condition, scope):
                    execute(inner, scope)
            case ("if", condition, inner) if evaluate(condition, scope):
                execute(inner, scope)
            case ("def", name, parameter, inner):
                scope[name] = parameter, inner


PROGRAM = """
{ def fib(n) { if n <= 1 { return n; } return fib(n - 1) + fib(n - 2); }
  n = 0;
  while n <= 8 { print fib(n); n = n + 2; }
  total = 0; print (1 + 2) * 3 - 10 / 3;
  while n == 10 { n = n - 1; total = total + n * n; }
  print total; }
"""
execute(Parser(tokens(PROGRAM)).block(), {})
try:
    Parser(tokens("{ print 1 print 2; }")).block()
except SyntaxError as error:
    print(error.msg)
try:
    execute(Parser(tokens("{ print missing; }")).block(), {})
except KeyError as error:
    print("unknown name", error)
