# requires: 3.12
words = ["a", "b"]
print(f"{", ".join(words)} {'\n'.join(words)} {f"{f"{1 + 1}"}"} {words[0] # a comment
}")
print(f"{'\u00e9'} {"quote"} {f'{"deep" + f"{'er'}"}'}")
