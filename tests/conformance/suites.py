"""The files of CPython's Lib/test that are run, on which Pythons, and what is compared."""

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent

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

# Left out: those of Windows' loops.
ASYNCIO = tuple(
    f"test_asyncio.{name}"
    for name in (
        "test_base_events",
        "test_buffered_proto",
        "test_context",
        "test_events",
        "test_futures",
        "test_futures2",
        "test_locks",
        "test_pep492",
        "test_proactor_events",
        "test_protocols",
        "test_queues",
        "test_runners",
        "test_selector_events",
        "test_sendfile",
        "test_server",
        "test_sock_lowlevel",
        "test_ssl",
        "test_sslproto",
        "test_streams",
        "test_subprocess",
        "test_taskgroups",
        "test_tasks",
        "test_threads",
        "test_timeouts",
        "test_transports",
        "test_unix_events",
        "test_waitfor",
    )
)
EAGER = ("test_asyncio.test_eager_task_factory",)
STAGGERED = ("test_asyncio.test_staggered",)


@dataclass(frozen=True)
class Bar:
    """Of the tests of `files` (all, if none is named) that pass on CPython, `share` must pass."""

    name: str
    share: float
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suite:
    """Files that are run on CPython and on `engine`, those of each Python.

    `expected` lists what doesn't pass; whatever else fails is complained about, and so is a share
    below the bars. On the page the table stands behind a mark that names `command`.
    """

    engine: str
    command: str
    expected: Path
    files: dict[str, tuple[str, ...]]
    bars: tuple[Bar, ...] = ()


CONTEXTS = ("test_contextlib", "test_contextlib_async")

MACHINE = Suite(
    "machine",
    "make conformance",
    HERE / "expected.toml",
    {
        "3.11": COROUTINES + LANGUAGE,
        "3.12": COROUTINES + LANGUAGE,
        "3.13": COROUTINES + LANGUAGE,
        "3.14": COROUTINES,
    },
    bars=(Bar("coroutine", 0.98, COROUTINES), Bar("all", 0.95)),
)
# With a cut at every suspension; what doesn't pass there is what doesn't pass on the machine.
CUTS = Suite(
    "cuts",
    "make conformance-cuts",
    MACHINE.expected,
    dict.fromkeys(("3.11", "3.12", "3.13"), COROUTINES + CONTEXTS),
    bars=(Bar("coroutine", 0.98, COROUTINES), Bar("all", 0.95)),
)
# These are also run with cuts that lose a slot. Of the tests whose frames are cut, this share must
# notice; many use nothing of a frame after it was suspended: they close it, or look at what it
# raises. (The event loops of test_asyncgen would wait for ever.)
LOST = ("test_generators", "test_coroutines", "test_yield_from")
BAR_LOST = 0.4
LOOP = Suite(
    "loop",
    "make conformance-asyncio",
    HERE / "expected-asyncio.toml",
    {
        "3.11": ASYNCIO,
        "3.12": ASYNCIO + EAGER,
        "3.13": ASYNCIO + EAGER + STAGGERED,
    },
)
