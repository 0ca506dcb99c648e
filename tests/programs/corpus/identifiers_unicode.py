café = 1
ñ, 变量, ªº = 2, 3, 4
ﬁ = "ligature"
print(café, ñ, 变量, ªº, fi, "ﬁ" in globals(), "fi" in globals())
class Ü:
    ö = 1
    def ä(self): return self.ö
print(Ü().ä(), Ü.__name__, getattr(Ü, "ö"))
def f(*, größe): return größe
print(f(größe=1))
try:
    f(grösse=1)
except TypeError as error:
    print(error)
print("\N{SNOWMAN} \u00e9 \U0001f600", "日本語"[::-1], ascii("é"))
𝐱 = 5
print(x)
undefiniert_ä = größe_fehlt
