x, name = 3.14159, "Ana\n'q'"
print(f"{x} {x:.2f} {x!r:>10} {name!r} {name!s:.3} {name!a} {'é'!a}")
print(f"{x=} {x = :.1f} {name=!s} {x + 1 = } {name.upper()=}")
print(f"{{}} {{{x:.0f}}} {'nested ' + f'{x:.1f}'} {x:{'>'}{10}.{2}f}|")
width, prec = 8, 3
print(f"{x:{width}.{prec}} {x:>{width}} {f'{width}':>{prec}}", f"{'a' 'b'}" "c" f"{1}", f"")
print(f"{(lambda v: v * 2)(2)} {[i for i in range(2)]} { {'k': 1}['k'] } {1 if x else 2} {x!r}" rf"\d{x:.0f}")
print(f'''{
    x
    :.1f} multi
line''')
