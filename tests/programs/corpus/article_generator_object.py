def FibonacciSequenceGenerator():
    a, b = 0, 1
    while True:
        yield a + b
        a, b = b, a + b

if __name__ == "__main__":
    fsg = FibonacciSequenceGenerator()
    print(fsg.gi_running)
    print(fsg.gi_frame.f_lasti)
    print(fsg.gi_code)
    print(fsg.gi_frame)
    print(fsg.gi_frame.f_code)
    print(fsg.gi_frame.f_code is fsg.gi_code, fsg.gi_frame.f_back, next(fsg), fsg.gi_frame.f_lasti > 0)
