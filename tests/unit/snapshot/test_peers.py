"""After `enable_pickle()`: all that builds on pickle takes suspended generators."""

from __future__ import annotations

import concurrent.futures
import copy
import io
import multiprocessing
import pickle
import shelve
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cloudpickle
import pytest

from unit.cli.processes import needs_processes
from unit.snapshot import peers

dill = pytest.importorskip("dill")
joblib = pytest.importorskip("joblib")


def by_joblib(obj: Any) -> Any:
    file = io.BytesIO()
    joblib.dump(obj, file)
    file.seek(0)
    return joblib.load(file)


def by_joblib_compressed(obj: Any) -> Any:
    file = io.BytesIO()
    joblib.dump(obj, file, compress=("zlib", 3))
    file.seek(0)
    return joblib.load(file)


def by_python_pickle(obj: Any) -> Any:
    return pickle._loads(pickle._dumps(obj))  # type: ignore[attr-defined]


WAYS: dict[str, Callable[[Any], Any]] = {
    **{
        f"pickle {protocol}": lambda obj, protocol=protocol: pickle.loads(
            pickle.dumps(obj, protocol)
        )
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1)
    },
    "pickle in Python": by_python_pickle,
    "copy.deepcopy": copy.deepcopy,
    "cloudpickle": lambda obj: pickle.loads(cloudpickle.dumps(obj)),
    "dill": lambda obj: dill.loads(dill.dumps(obj)),
    "dill recurse": lambda obj: dill.loads(dill.dumps(obj, recurse=True)),
    "dill.copy": dill.copy,
    "joblib": by_joblib,
    "joblib compressed": by_joblib_compressed,
}


@pytest.mark.parametrize("way", WAYS)
def test_generators(way: str) -> None:
    box: list[int] = []
    one, nested, created = peers.squares(4, box), peers.outer(4), peers.squares(2, [])
    assert (next(one), next(nested)) == (0, 0)
    other_box, other, other_nested, other_created = WAYS[way]([box, one, nested, created])
    assert next(other) == 1
    assert (other_box, box) == ([0, 1], [0])  # shared with its copy, not with the original
    assert (list(other_nested), list(other_created)) == ([1, 4, 9], [0, 1])
    assert (list(one), list(nested), list(created)) == ([1, 4, 9], [1, 4, 9], [0, 1])


@pytest.mark.parametrize("way", WAYS)
def test_coroutines(way: str) -> None:
    one = peers.total(4)
    assert one.send(None) == "pause"
    for coroutine in (WAYS[way](one), one):
        with pytest.raises(StopIteration) as stop:
            coroutine.send(None)
        assert stop.value.value == 6


@pytest.mark.parametrize("way", WAYS)
def test_async_generators(way: str) -> None:
    async def rest(stream: Any) -> list[int]:
        return [i async for i in stream]

    one = peers.numbers(3)
    with pytest.raises(StopIteration):
        one.__anext__().send(None)  # type: ignore[attr-defined]
    for stream in (WAYS[way](one), one):
        with pytest.raises(StopIteration) as stop:
            rest(stream).send(None)
        assert stop.value.value == [1, 2]


def test_copy_is_a_fork() -> None:
    box: list[int] = []
    one = peers.squares(3, box)
    next(one)
    assert list(copy.copy(one)) == [1, 4]
    assert box == [0, 1, 2]
    assert list(one) == [1, 4]


@needs_processes
def test_shelve(tmp_path: Path) -> None:
    one = peers.outer(3)
    next(one)
    with shelve.open(str(tmp_path / "shelf")) as shelf:
        shelf["one"] = one
    with shelve.open(str(tmp_path / "shelf")) as shelf:
        assert list(shelf["one"]) == [1, 4]


@needs_processes
def test_multiprocessing() -> None:
    one = peers.outer(4)
    next(one)
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        value, other = pool.apply(peers.advance, (one,))
        assert (value, list(other)) == (1, [4, 9])
        first, second = pool.map(peers.advance, [one, other_of(one)])
        assert (first[0], second[0]) == (1, 4)
    assert list(one) == [1, 4, 9]


def other_of(one: Any) -> Any:
    other = copy.copy(one)
    next(other)
    return other


@needs_processes
def test_a_queue_between_processes() -> None:
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    one = peers.outer(3)
    next(one)
    process = context.Process(target=queue.put, args=(one,))
    process.start()
    other = queue.get(timeout=60)
    process.join(60)
    queue.close()
    queue.join_thread()
    assert list(other) == [1, 4]


@needs_processes
def test_process_pool_executor() -> None:
    one = peers.total(5)
    one.send(None)
    context = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(1, context) as pool:
        value, other = pool.submit(peers.advance, peers.outer(2)).result(60)
        assert (value, list(other)) == (0, [1])
        assert pool.submit(peers.ended, one).result(60) == 10
    one.close()


@needs_processes
def test_joblib_parallel() -> None:
    one = peers.outer(4)
    next(one)
    with joblib.parallel_config(backend="loky", n_jobs=2):
        results = joblib.Parallel()(joblib.delayed(peers.advance)(one) for _ in range(3))
    assert [(value, list(rest)) for value, rest in results] == [(1, [4, 9])] * 3
