"""DBOS on SQLite, in an environment of its own: see ``benchmarks.store``, which starts this.

    python dbos_worker.py steps   FILE COUNT SIZE    durable steps in a second, and raw commits
    python dbos_worker.py abandon FILE COUNT SIZE    run that many steps, and die
    python dbos_worker.py resume  FILE COUNT SIZE    recover what died: seconds until it has ended

A step gives a string of SIZE characters, which DBOS writes before the next one begins. The
system's SQLite may be too old for DBOS: pysqlite3 brings a newer one.
"""

import json
import os
import sqlite3 as _systems
import sys
import time

import pysqlite3

sys.modules["sqlite3"], sys.modules["sqlite3.dbapi2"] = pysqlite3, pysqlite3.dbapi2

from dbos import DBOS, SetWorkflowID  # noqa: E402

DO, FILE, COUNT, SIZE = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
STATE = os.urandom(SIZE // 2).hex()
NAME = "the-workflow"


@DBOS.step()
def step(number: int) -> str:
    return STATE


@DBOS.workflow()
def work(count: int) -> int:
    for number in range(count):
        step(number)
    if DO == "abandon":
        os._exit(0)
    return count


def raw_rate(mode: str) -> float:
    """Commits in a second of as many bytes, with the same SQLite in the same mode."""
    path = FILE + "-raw"
    connection = pysqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA journal_mode = {mode}")
    connection.execute("CREATE TABLE IF NOT EXISTS state (number INTEGER PRIMARY KEY, data)")
    start = time.perf_counter()
    for _ in range(COUNT):
        connection.execute("INSERT INTO state (data) VALUES (?)", (STATE,))
    seconds = time.perf_counter() - start
    connection.close()
    return COUNT / seconds


def mode_of(path: str) -> str:
    connection = _systems.connect(path)
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    connection.close()
    return str(mode)


def main() -> dict[str, object]:
    DBOS(
        config={
            "name": "benchmark",
            "system_database_url": f"sqlite:///{FILE}",
            "log_level": "ERROR",
            "run_admin_server": False,
        }
    )
    start = time.perf_counter()
    DBOS.launch()
    if DO == "resume":
        assert DBOS.retrieve_workflow(NAME).get_result() == COUNT
        return {"seconds": time.perf_counter() - start}
    start = time.perf_counter()
    with SetWorkflowID(f"{NAME}-{time.time()}" if DO == "steps" else NAME):
        assert work(COUNT) == COUNT
    rate = COUNT / (time.perf_counter() - start)
    DBOS.destroy()
    mode = mode_of(FILE)
    return {"rate": rate, "raw": raw_rate(mode), "mode": mode}


if __name__ == "__main__":
    print(json.dumps(main()))
