n = 400
exec("\n".join(f"name_{i} = {i}.5 + {i * 1000}" for i in range(n)))
print(name_0, name_255, name_256, name_399)
exec("def f(o):\n" + "\n".join(f"    o.attr{i} = 'constant {i}'" for i in range(n)) + "\n    return o.attr0, o.attr256, o.attr399, len(vars(o))")
class O: pass
print(f(O()))
exec("big_list = [" + ", ".join(f"name_{i}" for i in range(n)) + "]\nbig_call = max(" + ", ".join(f"name_{i}" for i in range(n)) + ")\nbig_dict = {" + ", ".join(f"'k{i}': name_{i}" for i in range(n)) + "}")
print(len(big_list), big_call, len(big_dict), sum(big_list))
exec("def g(**k): return len(k), k['k399']\nr = g(" + ", ".join(f"k{i}=name_{i}" for i in range(n)) + ")\nt = f'" + "".join(f"{{name_{i}}}" for i in range(n)) + "'")
print(r, len(t))
exec(", ".join(f"u{i}" for i in range(n)) + " = range(400)\n*v, w = big_list")
print(u0, u299, u399, len(v), w)
