def f(): raise KeyboardInterrupt
try: f()
except Exception: print("not caught by Exception")
finally: print("finally")
