"""A parser for the plainer half of TOML: strings, dicts, lists, slices, exceptions.

Of the kind of pyperformance's tomli_loads.
"""

SIZES = {"full": 100, "small": 10, "tiny": 1}
RESULTS = {
    100: (2530220, [2, 1, 1, 1, 1, 1, 1]),
    10: (249305, [2, 1, 1, 1, 1, 1, 1]),
    1: (24926, [2, 1, 1, 1, 1, 1, 1]),
}

DIGITS = "0123456789"
BARE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


class Mistake(Exception):
    """What is wrong, and at which line."""

    def __init__(self, message, line):
        Exception.__init__(self, f"line {line}: {message}")
        self.line = line


def skip_blanks(text, at):
    while at < len(text) and text[at] in " \t":
        at += 1
    return at


def read_string(text, at, line):
    parts = []
    at += 1
    while True:
        if at >= len(text):
            raise Mistake("a string that doesn't end", line)
        char = text[at]
        if char == '"':
            return "".join(parts), at + 1
        if char == "\\":
            at += 1
            char = ESCAPES.get(text[at])
            if char is None:
                raise Mistake("an unknown escape", line)
        parts.append(char)
        at += 1


def read_number(text, at, line):
    start = at
    while at < len(text) and text[at] in "+-_.eE" + DIGITS:
        at += 1
    word = text[start:at].replace("_", "")
    for kind in (int, float):
        try:
            return kind(word), at
        except ValueError:
            continue
    raise Mistake(f"no value: {word!r}", line)


def read_list(text, at, line):
    values = []
    at = skip_blanks(text, at + 1)
    while text[at : at + 1] != "]":
        value, at = read_value(text, at, line)
        values.append(value)
        at = skip_blanks(text, at)
        if text[at : at + 1] == ",":
            at = skip_blanks(text, at + 1)
        elif text[at : at + 1] != "]":
            raise Mistake("a list that doesn't end", line)
    return values, at + 1


def read_value(text, at, line):
    char = text[at : at + 1]
    if char == '"':
        return read_string(text, at, line)
    if char == "[":
        return read_list(text, at, line)
    if text.startswith("true", at):
        return True, at + 4
    if text.startswith("false", at):
        return False, at + 5
    return read_number(text, at, line)


def read_key(text, at, line):
    names = []
    while True:
        at = skip_blanks(text, at)
        if text[at : at + 1] == '"':
            name, at = read_string(text, at, line)
        else:
            start = at
            while at < len(text) and text[at] in BARE:
                at += 1
            name = text[start:at]
        if not name:
            raise Mistake("a key was expected", line)
        names.append(name)
        at = skip_blanks(text, at)
        if text[at : at + 1] != ".":
            return names, at
        at += 1


def table_of(root, names):
    table = root
    for name in names:
        table = table.setdefault(name, {})
        if isinstance(table, list):
            table = table[-1]
    return table


def parse(source):
    root = {}
    table = root
    for line, text in enumerate(source.split("\n"), 1):
        text = text.strip()
        if not text or text.startswith("#"):
            continue
        if text.startswith("[["):
            names, at = read_key(text, 2, line)
            owner = table_of(root, names[:-1])
            table = {}
            owner.setdefault(names[-1], []).append(table)
        elif text.startswith("["):
            names, at = read_key(text, 1, line)
            table = table_of(root, names)
        else:
            names, at = read_key(text, 0, line)
            if text[at : at + 1] != "=":
                raise Mistake("'=' was expected", line)
            value, at = read_value(text, skip_blanks(text, at + 1), line)
            owner = table_of(table, names[:-1])
            if names[-1] in owner:
                raise Mistake("a key given twice: " + names[-1], line)
            owner[names[-1]] = value
    return root


SAMPLE = """
# section %(number)d
title = "the one with \\"quotes\\" and\\ta tab, number %(number)d"

[owner]
name = "someone"
age = 4_%(number)d
weights = [1.5, -2, 3e2, [true, false], []]
address.city = "Delft"
address."post code" = "2628 CD"

[[servers]]
host = "alpha-%(number)d"
ports = [8000, 8001, 8002]
enabled = true

[[servers]]
host = "beta-%(number)d"
ports = [80, 443]
enabled = false
"""

BROKEN = ("a = 1\na = 2", 'b = "no end', "c = [1, 2", "= 3", "d ~ 4", 'e = "\\q"', "f = ?")


def main(n):
    total = 0
    for number in range(n):
        document = parse(SAMPLE % {"number": number})
        total += document["owner"]["age"] + len(document["title"])
        for server in document["servers"]:
            total += sum(server["ports"]) + len(server["host"])
        total += int(sum(document["owner"]["weights"][:3]))
        total += len(document["owner"]["address"]["post code"])
    lines = []
    for source in BROKEN:
        try:
            parse(source)
        except Mistake as mistake:
            lines.append(mistake.line)
    return total, lines
