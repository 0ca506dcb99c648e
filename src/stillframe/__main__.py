"""``python -m stillframe``: the command line."""

from stillframe.cli import main

main()
