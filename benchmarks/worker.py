"""One engine in one process: reads requests as JSON lines, answers each with one.

``python -m benchmarks.worker ENGINE``. A request names a program and a size; the answer gives
the processor time of one call of its ``main``, or says what went wrong. Processor time, because
the programs neither wait nor print, and another process's turn is not their cost.

Runs on Python 3.8 too, where x-python does, so it is written plainly.
"""

import builtins
import gc
import importlib
import inspect
import json
import sys
import time
import types

# A short call is repeated until this much time is on the clock, and the mean is taken.
ENOUGH = 0.05


def on_cpython(program):
    return program.main


def on_machine(program):
    from stillframe.machine import Machine, policy

    def run(n):
        return Machine(program.main, n, enter=policy.everything()).run()

    return run


def on_x_python(program):
    from xdis.version_info import PYTHON_VERSION_TRIPLE
    from xpython.vm import PyVM

    # Its functions and classes are objects of its own, so the module's body runs on it too.
    vm = PyVM(PYTHON_VERSION_TRIPLE, False)
    names = {"__name__": program.__name__, "__builtins__": builtins}
    with open(program.__file__) as file:
        vm.run_code(compile(file.read(), program.__file__, "exec"), f_globals=names)

    def run(n):
        names["n"] = n
        vm.run_code(compile("result = main(n)", "<run>", "exec"), f_globals=names)
        return names["result"]

    return run


# What must be importable, and what makes a function that runs a program's main(n).
ENGINES = {
    "cpython": ("sys", on_cpython),
    "stillframe": ("stillframe.machine", on_machine),
    "x-python": ("xpython.vm", on_x_python),
}


class Worker:
    def __init__(self, engine):
        self.needed, self.engine = ENGINES[engine]
        self.ready = {}  # program name: (its module, a function that runs main(n) on the engine)

    def program(self, name):
        """The program, loaded, and run once so that what engines keep by function is there."""
        if name not in self.ready:
            module = importlib.import_module("benchmarks.programs." + name)
            run = self.engine(module)
            self.check(module, run, module.SIZES["tiny"])
            self.ready[name] = module, run
        return self.ready[name]

    def check(self, module, run, n):
        result = run(n)
        if result != module.RESULTS[n]:
            raise AssertionError(f"main({n}) gave {result!r}, not {module.RESULTS[n]!r}")

    def measure(self, name, size):
        module, run = self.program(name)
        n = module.SIZES[size]
        gc.collect()
        calls = 0
        start = now = time.process_time()
        while now - start < ENOUGH:
            self.check(module, run, n)
            calls += 1
            now = time.process_time()
        return (now - start) / calls

    def describe(self):
        """The Python's version and build; fails if the engine isn't there."""
        importlib.import_module(self.needed)
        return {"version": sys.version.replace("\n", " ")}

    def cold(self, name):
        """How much longer the first call takes than the next ones do, and decoding, in ms."""
        from stillframe.bytecode import decode

        module = importlib.import_module("benchmarks.programs." + name)
        run = self.engine(module)
        times = []
        for _ in range(6):
            start = time.process_time()
            run(module.SIZES["tiny"])
            times.append(time.process_time() - start)
        codes = list(functions(module))
        start = time.process_time()
        decoded = [decode(code) for code in codes]
        decoding = time.process_time() - start
        return {
            "first_call": 1000 * (times[0] - min(times[1:])),
            "decoding": 1000 * decoding,
            "functions": len(codes),
            "instructions": sum(len(code.instructions) for code in decoded),
        }


def functions(module):
    """The code objects of a module's functions, nested ones too."""
    with open(module.__file__) as file:
        waiting = [compile(file.read(), module.__file__, "exec")]
    while waiting:
        code = waiting.pop()
        inner = [each for each in code.co_consts if isinstance(each, types.CodeType)]
        waiting.extend(inner)
        if code.co_flags & inspect.CO_OPTIMIZED:
            yield code


def main():
    worker = Worker(sys.argv[1])
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["do"] == "measure":
                answer = {"seconds": worker.measure(request["program"], request["size"])}
            elif request["do"] == "cold":
                answer = worker.cold(request["program"])
            else:
                answer = worker.describe()
        except Exception as error:  # it goes to the other side
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
