"""The state of the process: each row of the table, from one process to another."""

from __future__ import annotations

from pathlib import Path

import pytest

from stillframe.program.table import ROWS
from unit.program.resuming import needs_processes, refused, resume, run, save, unsaveable, write

pytestmark = needs_processes

# For each row: what the program does, and what holds when it goes on elsewhere.
TESTED = {
    "limits and switches": (
        "import gc, sys\nsys.setrecursionlimit(1234)\nsys.setswitchinterval(0.125)\n"
        "sys.set_int_max_str_digits(5000)\ngc.disable()\ngc.set_threshold(500, 5, 5)",
        "assert sys.getrecursionlimit() == 1234 and sys.getswitchinterval() == 0.125\n"
        "assert sys.get_int_max_str_digits() == 5000\n"
        "assert not gc.isenabled() and gc.get_threshold()[0] == 500",
    ),
    "sys.argv": (
        "import sys\nargv = sys.argv\nargv.append('more')",
        "assert sys.argv is argv and argv == ['app.py', 'one', 'more'], argv",
    ),
    "sys.path": (
        "import sys\nsys.path.insert(1, 'plugins')\nsys.path.append('last')",
        "assert sys.path[1] == 'plugins' and sys.path[-1] == 'last', sys.path\n"
        "import json, unused\nassert unused.here == 1",
    ),
    "hooks": (
        "import sys, threading\nseen = []\nsys.excepthook = lambda *error: seen.append(error)\n"
        "threading.excepthook = print\nsys.tracebacklimit = 3",
        "sys.excepthook(1, 2, 3)\nassert seen == [(1, 2, 3)] and threading.excepthook is print\n"
        "assert sys.tracebacklimit == 3",
    ),
    "warnings": (
        "import warnings\nclass Mine(UserWarning): pass\nshown = []\n"
        "warnings.simplefilter('error', Mine)\n"
        "warnings.filterwarnings('ignore', 'old.*', DeprecationWarning)\n"
        "def showwarning(*about): shown.append(about)\nwarnings.showwarning = showwarning",
        "try: warnings.warn('x', Mine)\nexcept Mine: pass\nelse: raise AssertionError\n"
        "warnings.warn('old thing', DeprecationWarning)\nassert not shown\n"
        "warnings.simplefilter('default')\nwarnings.warn('y')\nassert len(shown) == 1",
    ),
    "patches": (
        "import json\ndef dumps(value): return 'mine'\njson.dumps = dumps",
        "assert json.dumps is dumps and json.dumps(1) == 'mine'",
    ),
    "copyreg": (
        "import copyreg, pickle\nclass Odd: pass\n"
        "def reduce_odd(odd): return str, ('odd',)\ncopyreg.pickle(Odd, reduce_odd)",
        "assert pickle.loads(pickle.dumps(Odd())) == 'odd'",
    ),
    "file descriptors": (
        "import os, socket\nmade = socket.socket()\nos.dup2(made.fileno(), 50)\n"
        "sock = socket.socket(fileno=50)",
        "assert sock.fileno() == 50\nmade.close()\nsock.close()",
    ),
    "free descriptors": (
        "import os\nos.dup2(os.open(os.devnull, os.O_RDONLY), 60)",
        "try: os.fstat(60)\nexcept OSError: pass\nelse: raise AssertionError",
    ),
    "working folder": (
        "import os\nos.makedirs('inner', exist_ok=True)\nos.chdir('inner')\nhere = os.getcwd()",
        "assert os.getcwd() == here and here.endswith('inner')",
    ),
    "environment variables": (
        "import os\nos.environ['NEW'] = 'n'\nos.environ['OTHER'] = 'changed'\n"
        "del os.environ['GONE']\nos.environ['TZ'] = 'Etc/GMT-3'",
        "assert os.environ['NEW'] == 'n' and os.environ['OTHER'] == 'changed'\n"
        "assert 'GONE' not in os.environ and os.environ['KEPT'] == 'of the new process'\n"
        "import time\nassert time.localtime(0).tm_hour == 3",
    ),
    "umask": (
        "import os\nos.umask(0o027)",
        "assert os.umask(0) == 0o027",
    ),
    "signals": (
        "import signal\ncaught = []\ndef note(number, frame): caught.append(number)\n"
        "signal.signal(signal.SIGUSR1, note)\nsignal.signal(signal.SIGUSR2, signal.SIG_IGN)\n"
        "signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])\n"
        "signal.setitimer(signal.ITIMER_REAL, 1000, 5)",
        "signal.raise_signal(signal.SIGUSR1)\nassert caught == [signal.SIGUSR1]\n"
        "assert signal.getsignal(signal.SIGUSR2) is signal.SIG_IGN\n"
        "assert signal.pthread_sigmask(signal.SIG_BLOCK, []) == {signal.SIGHUP}\n"
        "left, interval = signal.getitimer(signal.ITIMER_REAL)\n"
        "assert 900 < left <= 1000 and interval == 5",
    ),
    "standard streams": (
        "import io, sys\nout, plain = sys.stdout, sys.stdout.buffer\n"
        "sys.stderr = kept = io.StringIO()\nprint('before', file=sys.stderr)\n"
        "out.reconfigure(errors='replace', encoding='ascii')",
        "assert out is sys.stdout is sys.__stdout__ and plain is sys.stdout.buffer\n"
        "assert sys.stderr is kept and kept.getvalue() == 'before\\n'\n"
        "assert (out.encoding, out.errors) == ('ascii', 'replace')\nsys.stderr = sys.__stderr__",
    ),
    "atexit": (
        "import atexit, functools\ndef bye(what): print('bye', what)\n"
        "atexit.register(bye, 'one')\natexit.register(bye, what='two')\n"
        "atexit.register(functools.partial(bye, 'three'))\natexit.register(print, 'x')\n"
        "def no(): print('no')\natexit.register(no)\natexit.unregister(no)",
        "atexit._run_exitfuncs()\nassert atexit.register.__module__ == 'atexit'",
    ),
    "finalizers": (
        "import weakref\nclass Thing: pass\nsaid, one, two, three = [], Thing(), Thing(), "
        "Thing()\nheld = weakref.finalize(one, said.append, 1)\nheld.atexit = False\n"
        "weakref.finalize(two, said.append, 2)\nover = weakref.finalize(three, said.append, 3)\n"
        "over()\nsame = held",
        "assert held is same and held.alive and not held.atexit and not over.alive\n"
        "import gc\nfor name in ('one', 'two', 'three'): delattr(main, name)\n"
        "del one, two, three\ngc.collect()\n"
        "assert said in ([3, 1, 2], [3, 2, 1]), said\nassert not held.alive",
    ),
    "context variables": (
        "import contextvars\nuser = contextvars.ContextVar('user', default='none')\n"
        "first = user.set('ann')\nsecond = user.set('bob')",
        "assert user.get() == 'bob'\nuser.reset(second)\nassert user.get() == 'ann'\n"
        "user.reset(first)\nassert user.get() == 'none'",
    ),
    "taught types": (
        "import stillframe\nclass Odd:\n    def __init__(self, x): self.x = x\n"
        "    def __reduce__(self): raise TypeError\n"
        "def keep(odd): return odd.x\ndef make(x): return Odd(x)\n"
        "stillframe.register(Odd, keep, make)\nodd = Odd(3)",
        "assert odd.x == 3 and stillframe.thaw(stillframe.freeze(Odd(4))).x == 4",
    ),
    "threads": (
        "import threading\nthread = threading.Thread(target=print)\nthread.start()\nthread.join()"
        "\ndel thread",
        "assert threading.active_count() == 1",
    ),
    "random": (
        "import random\nfrom random import randint\nrandom.seed(5)\nmine = random.Random(3)\n"
        "first = randint(1, 10**9)\nstate = random.getstate()\n"
        "coming = [random.random() for _ in range(3)]\nrandom.setstate(state)",
        "assert [random.random() for _ in range(3)] == coming\n"
        "random.setstate(state)\nsame = random.Random()\nsame.setstate(state)\n"
        "assert randint(1, 9) == same.randint(1, 9)",
    ),
    "decimal": (
        "import decimal\nfrom decimal import Decimal, getcontext\ngetcontext().prec = 5\n"
        "getcontext().rounding = decimal.ROUND_DOWN\ndecimal.DefaultContext.prec = 7",
        "assert str(Decimal(2) / Decimal(3)) == '0.66666'\n"
        "assert decimal.DefaultContext.prec == 7 and decimal.Context().prec == 7",
    ),
    "locale": (
        "import locale\nlocale.setlocale(locale.LC_ALL, 'C')\n"
        "locale.setlocale(locale.LC_CTYPE, 'C.UTF-8')\n"
        "before = locale.setlocale(locale.LC_ALL)",
        "assert locale.setlocale(locale.LC_ALL) == before",
    ),
    "asyncio's policy": (
        "import asyncio, warnings\nwarnings.simplefilter('ignore')\n"
        "class Policy(asyncio.DefaultEventLoopPolicy):\n    colour = None\n"
        "policy = Policy()\npolicy.colour = 'red'\nasyncio.set_event_loop_policy(policy)",
        "found = asyncio.get_event_loop_policy()\n"
        "assert type(found) is Policy and found.colour == 'red'",
    ),
    "socket": (
        "import socket\nsocket.setdefaulttimeout(7)",
        "assert socket.getdefaulttimeout() == 7",
    ),
    "csv": (
        "import csv\ncsv.register_dialect('bars', delimiter='|')\ncsv.field_size_limit(99)",
        "assert csv.get_dialect('bars').delimiter == '|' and csv.field_size_limit() == 99",
    ),
    "tempfile": (
        "import tempfile\ntempfile.tempdir = '.'",
        "assert tempfile.gettempdir() == '.'",
    ),
    "logging": (
        "import logging, sys\nfrom logging import getLogger\n"
        "class Quiet(logging.Filter):\n    def filter(self, record):\n"
        "        return 'secret' not in record.msg\n"
        "logging.basicConfig(level=logging.INFO, format='%(levelname)s %(name)s %(message)s',\n"
        "                    stream=sys.stdout)\nlogging.addLevelName(25, 'NOTE')\n"
        "log = getLogger('app.part')\nlog.addFilter(Quiet())\n"
        "file = logging.FileHandler('app.log')\nfile.set_name('the file')\nlog.addHandler(file)\n"
        "silent = getLogger('silent')\nsilent.propagate = False\nsilent.setLevel(40)\n"
        "log.info('before')",
        "log.log(25, 'after')\nlog.info('a secret')\ngetLogger('silent').error('nothing')\n"
        "assert log is getLogger('app.part') and silent.level == 40\n"
        "assert logging.getHandlerByName('the file') is file\n"
        "assert open('app.log').read() == 'before\\nafter\\n'"
        if hasattr(__import__("logging"), "getHandlerByName")
        else "log.log(25, 'after')\nlog.info('a secret')\n"
        "assert log is getLogger('app.part') and silent.level == 40\n"
        "assert open('app.log').read() == 'before\\nafter\\n'",
    ),
}
PRINTED = {
    "atexit": "x\nbye three\nbye two\nbye one\n",
    "logging": "NOTE app.part after\n",
}


def test_every_row_is_tested() -> None:
    assert TESTED.keys() == ROWS.keys()


@pytest.mark.parametrize("name", TESTED)
def test_row(tmp_path: Path, name: str) -> None:
    program, check = TESTED[name]
    write(tmp_path, {"app.py": program, "plugins/unused.py": "here = 1"})
    begin = {"GONE": "g", "OTHER": "o", "KEPT": "of the old process"}
    save(tmp_path, arguments=("one",), **begin)
    imports = "import asyncio, atexit, gc, os, sys, threading\n"
    with_them = {"GONE": "g", "OTHER": "o", "KEPT": "of the new process"}
    assert resume(tmp_path, imports + check, **with_them) == PRINTED.get(name, "")


def test_the_working_folder_is_gone(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": TESTED["working folder"][0]})
    save(tmp_path)
    (tmp_path / "inner").rmdir()
    said = refused(tmp_path)
    assert said == (
        "stillframe.errors.SurroundingsChanged: the working folder "
        f"{tmp_path / 'inner'} is gone: make it again, with the files that it had"
    )


def test_a_thread_that_runs_is_refused_by_name(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "app.py": """
                import threading
                def work():
                    threading.Event().wait(60)
                threading.Thread(target=work, name="worker", daemon=True).start()
                """
        },
    )
    said = unsaveable(tmp_path)
    assert "process › threads: thread 'worker', in work() is running" in said


TAUGHT = {
    "app.py": """
        import stillframe, counting_library
        from stillframe import register_module
        class Box:
            def __init__(self, value):
                self.value = value
        def keep():
            return Box(counting_library.count)
        def put_back(box):
            counting_library.count = box.value
        register_module("counting_library", keep, put_back)
        counting_library.count = 5
        """,
    "site-packages/counting_library.py": "count = 0\n",
}


def test_a_module_that_was_taught(tmp_path: Path) -> None:
    write(tmp_path, TAUGHT)
    with_library = str(tmp_path / "site-packages")
    text = """
        assert counting_library.count == 5
        counting_library.count = 6
        from stillframe.machine.policy import program
        from stillframe.program.snapshot import Own, freeze_program
        with open("saved", "wb") as file:
            file.write(freeze_program(None, Own(program())))
        """
    save(tmp_path, more=with_library)
    resume(tmp_path, text, more=with_library)
    resume(tmp_path, "assert counting_library.count == 6", more=with_library)


def test_a_later_fault_puts_the_early_rows_back(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "app.py": "import os, sys, gone\nos.environ['NEW'] = 'n'\nsys.argv[1:] = 'x'",
            "site-packages/gone.py": "",
        },
    )
    save(tmp_path, more=str(tmp_path / "site-packages"))
    script = """
        import os, sys
        from stillframe import SurroundingsChanged
        from stillframe.program.snapshot import thaw_program

        def state():
            return os.getcwd(), list(sys.path), dict(os.environ), sys.argv[:]

        before = state()
        try:
            thaw_program(open("saved", "rb").read())
        except SurroundingsChanged as error:
            print("No module named 'gone'" in str(error), state() == before)
        """
    assert run(tmp_path, script) == "True True\n"
