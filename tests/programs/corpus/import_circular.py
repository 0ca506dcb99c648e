import circles.first
print(circles.first.use())
try:
    import circles.third
except ImportError as error:
    print(type(error).__name__, str(error).split(" (")[0], error.name)
import sys
print(sorted(m for m in sys.modules if m.startswith("circles")))
