"""How fast the machine is, and what freezing costs: ``python -m benchmarks --help``.

General layout
    programs/        what is run: pure Python, one idea each, checking its own result
    worker.py        runs programs under one engine, in one process; plain enough for Python 3.8
    environments.py  finds the Pythons and makes an environment for each
    measure.py       rounds, and the ratios that come out of them
    costs.py         import time and cold start
    hotspots.py      where the machine's time goes
    report.py        tables, the two bars, the page in docs/
    freezing/        freeze and thaw, beside dispatch-py and plain pickle
"""
