from .fourth import missing
here = 1
