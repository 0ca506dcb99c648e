"""The files of CPython's Lib/test that are run, and on which Pythons."""

# The machinery that this project implements: the bar is highest here.
COROUTINES = (
    "test_generators",
    "test_coroutines",
    "test_asyncgen",
    "test_yield_from",
    "test_genexps",
)

LANGUAGE = (
    "test_with",
    "test_contextlib",
    "test_contextlib_async",
    "test_scope",
    "test_exceptions",
    "test_exception_group",
    "test_except_star",
    "test_patma",
    "test_named_expressions",
    "test_grammar",
    "test_unpack",
    "test_unpack_ex",
    "test_extcall",
    "test_keywordonlyarg",
    "test_listcomps",
    "test_dictcomps",
    "test_setcomps",
    "test_decorators",
    "test_super",
    "test_raise",
    "test_fstring",
    "test_call",
    "test_class",
    "test_descr",
    "test_dataclasses",
    "test_enum",
)

FILES = {
    "3.11": COROUTINES + LANGUAGE,
    "3.12": COROUTINES + LANGUAGE,
    "3.13": COROUTINES + LANGUAGE,
    "3.14": COROUTINES,
}

# Of the tests that pass on CPython, the share that must pass on the machine.
BAR_COROUTINES = 0.98
BAR_ALL = 0.95
