def deep(n):
    if n == 0: raise ValueError("deep")
    deep(n - 1)
def catch():
    try:
        deep(2)
    except ValueError:
        print("first")
        raise
def again():
    try:
        catch()
    except ValueError as error:
        raise error
def third():
    try:
        again()
    finally:
        print("cleanup")
third()
