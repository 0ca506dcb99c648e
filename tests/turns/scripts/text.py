"""Text: counting, wrapping, a table, a cipher, edit distance, regular expressions."""

import re
import string
import textwrap
from collections import Counter, defaultdict

TEXT = """\
The snow had gone from the lower fields, and in the town they had begun to sweep the yards. A
gardener who had left his ladder out all night came to fetch it, and found a bird's nest on the
third rung. He thought it over, went home, and bought another ladder; the first one stayed where
it was until June."""

words = re.findall(r"[\w']+", TEXT.lower())
print(len(words), Counter(words).most_common(4))
by_length = defaultdict(set)
for word in words:
    by_length[len(word)].add(word)
for length in sorted(by_length, reverse=True)[:3]:
    print(length, sorted(by_length[length]))
print(textwrap.fill(TEXT, 44))


def caesar(text, shift):
    upper, lower = string.ascii_uppercase, string.ascii_lowercase
    table = str.maketrans(
        upper + lower, upper[shift:] + upper[:shift] + lower[shift:] + lower[:shift]
    )
    return text.translate(table)


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        above, row = row, [i]
        for j, y in enumerate(b, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (x != y)))
    return row[-1]


def run_lengths(text):
    packed = ""
    while text:
        rest = text.lstrip(text[0])
        count = len(text) - len(rest)
        packed += f"{count}{text[0]}" if count > 1 else text[0]
        text = rest
    return packed


secret = caesar(TEXT[:38], 13)
print(secret, "|", caesar(secret, 13))
for a, b in (("ladder", "leader"), ("kitten", "sitting"), ("", "abc")):
    print(f"{a!r:>10} {b!r:<10} {distance(a, b):^5}|")
print(run_lengths("aaabccccdd"), re.sub(r"\d+\w", lambda m: m[0][-1] * int(m[0][:-1]), "3ab4c2d"))
print(re.sub(r"\b(\w)(\w*)", lambda m: m[1].upper() + m[2], TEXT.splitlines()[-1]))
