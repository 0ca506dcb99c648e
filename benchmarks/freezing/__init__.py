"""What freezing and thawing costs, beside dispatch-py and beside plain pickle.

General layout
    subjects.py   what is frozen: functions of an importable module, and how each is driven
    contents.py   the same contents without their frames, as plain pickle takes them
    worker.py     measures one way of keeping in one process
    measure.py    rounds, and the ratios that come out of them
    report.py     the tables, the bars
"""
