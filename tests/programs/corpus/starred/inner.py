__all__ = ["a", "missing"]
a = 1
b = 2
