for source in ("raise 1", "raise ValueError from 1", "raise ValueError('x') from KeyError", "raise int", "raise None",
               "raise", "raise type('E', (Exception,), {'__new__': lambda cls: 5})", "raise ValueError from None"):
    try:
        exec(source)
    except BaseException as error:
        print(type(error).__name__, error, repr(error.__cause__))
