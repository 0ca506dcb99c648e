"""What a trace tells, whatever shows it: spans, lives, moves, words, searches, differences.

Most modules are mirrors of those of the page (`page/*.js`); `tests/page/test_reading.py` compares
their answers with the page's.
"""

from typing import final

from stillframe.watch.reading.comparison import Comparison
from stillframe.watch.reading.makers import Makers
from stillframe.watch.reading.moves import Moves
from stillframe.watch.reading.output import OutputLines
from stillframe.watch.reading.places import Places
from stillframe.watch.reading.run import Run
from stillframe.watch.reading.search import Search
from stillframe.watch.reading.values import ValueTexts
from stillframe.watch.reading.view import Views
from stillframe.watch.trace import Trace


@final
class Reading:
    """All of it, of one trace."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.run = Run(trace)
        self.moves = Moves(self.run)
        self.texts = ValueTexts(self.run)
        self.views = Views(self.run, self.texts)
        self.places = Places(self.run)
        self.makers = Makers(self.moves)
        self.search = Search(self.moves, self.texts, self.makers)
        self.comparison = Comparison(self.run, self.texts)
        self.output = OutputLines(trace.data["output"])


__all__ = ["Reading"]
