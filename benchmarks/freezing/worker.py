"""One way of keeping in one process: ``python -m benchmarks.freezing.worker WAY``.

Reads requests as JSON lines and answers each with one, as ``benchmarks.worker`` does. All times
are processor time in seconds.
"""

import gc
import importlib
import json
import pickle
import sys
import time
import types

from benchmarks.freezing import subjects

# A measurement is the least of several, each repeated until this much time is on the clock: what
# else the computer does only ever adds.
ENOUGH = 0.004
SAMPLES = 7
LONG = 0.02

BY_VALUE = "Fibonacci, by value"


def in_main(size):
    """The first subject as a program's own file has it: its code goes along."""
    program = types.ModuleType("__main__")
    with open(subjects.__file__) as file:
        exec(compile(file.read(), "program.py", "exec"), program.__dict__)
    return program.SUBJECTS["Fibonacci"](size)


def as_it_is(subject):
    return subject


def stillframe():
    from stillframe import freeze, thaw

    return as_it_is, freeze, thaw


def plain_pickle():
    from benchmarks.freezing.contents import contents

    return contents, lambda obj: pickle.dumps(obj, 5), pickle.loads


def dispatch_py():
    importlib.import_module("dispatch.experimental.durable")
    return as_it_is, lambda obj: pickle.dumps(obj, 5), pickle.loads


# What makes of a subject what is kept, what keeps it, and what brings it back.
WAYS = {"stillframe": stillframe, "pickle": plain_pickle, "dispatch-py": dispatch_py}


def seconds(function, argument, calls):
    """Of one call, the mean of several."""
    every = range(calls)
    start = time.process_time()
    for _ in every:
        function(argument)
    return (time.process_time() - start) / calls


def least(function, argument):
    """Of one call, the least of several means."""
    once = seconds(function, argument, 1)
    if once > LONG:  # other processes' turns then fall on every sample
        return min(once, seconds(function, argument, 1))
    calls = max(1, int(ENOUGH / max(once, 1e-7)))
    return min(seconds(function, argument, calls) for _ in range(SAMPLES))


class Worker:
    def __init__(self, way):
        self.prepare, self.freeze, self.thaw = WAYS[way]()

    def made(self, subject, size):
        makers = {**subjects.SUBJECTS, **subjects.MORE, BY_VALUE: in_main}
        return makers[subject](size)

    def keep(self, subject, size):
        obj = self.prepare(self.made(subject, size))
        data = self.freeze(obj)
        self.thaw(data)
        gc.collect()
        return {
            "freeze": least(self.freeze, obj),
            "thaw": least(self.thaw, data),
            "size": len(data),
        }

    def run(self, subject, size):
        """How long a thawed one takes, over one that was never frozen, turn and turn about."""
        data = self.freeze(self.made(subject, size))
        gc.collect()
        times = max(1, subjects.TIMES[subject] * size // 100_000)
        never, thawed = [], []
        for _ in range(SAMPLES if len(data) > 1e6 else 4 * SAMPLES):
            for obj, found in ((self.made(subject, size), never), (self.thaw(data), thawed)):
                subjects.advance(obj, 1)
                gc.collect(0)
                start = time.process_time()
                subjects.advance(obj, times)
                found.append(time.process_time() - start)
        return {"ratio": min(thawed) / min(never)}

    def describe(self):
        return {"version": sys.version.replace("\n", " ")}


def main():
    sys.setrecursionlimit(20_000)  # a thousand delegates need their depth to run
    worker = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            worker = worker or Worker(sys.argv[1])
            if request["do"] == "describe":
                answer = worker.describe()
            else:
                do = worker.keep if request["do"] == "keep" else worker.run
                answer = do(request["subject"], request["size"])
        except Exception as error:  # it goes to the other side
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
