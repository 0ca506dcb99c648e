print("before")
def leave():
    try:
        raise SystemExit("message")
    finally:
        print("finally")
leave()
