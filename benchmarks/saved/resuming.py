"""A saved program, loaded and thawed: python resuming.py FILE prints seconds, as JSON."""

import json
import os
import pickle
import sys
import time

from stillframe.cli.saving import prepare
from stillframe.program.snapshot import thaw_program
from stillframe.program.store import Store

if __name__ == "__main__":
    with open("values", "rb") as file:
        values = file.read()
    start = time.perf_counter()
    pickle.loads(values)
    plain = time.perf_counter() - start
    prepare()
    start = time.perf_counter()
    with Store.read(sys.argv[1]) as store:
        data = store.load()
    loaded = time.perf_counter()
    thaw_program(data)
    end = time.perf_counter()
    said = {"plain": plain, "load": loaded - start, "thaw": end - loaded, "size": len(data)}
    print(json.dumps({**said, "values": len(values)}), flush=True)
    os._exit(0)
