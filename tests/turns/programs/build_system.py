"""A build system: targets in parallel, only what changed, and failures that stay where they are."""

import asyncio
import graphlib
import hashlib
from collections import defaultdict
from dataclasses import dataclass
from enum import Enum


class Status(Enum):
    BUILT = "built"
    FRESH = "fresh"
    FAILED = "failed"
    SKIPPED = "skipped"


class BuildError(Exception):
    pass


@dataclass(frozen=True)
class Rule:
    target: str
    needs: tuple
    recipe: object

    def __repr__(self):
        return f"<{self.target}: {' '.join(self.needs)}>"


class Store:
    """File contents and what they were made from, in memory."""

    def __init__(self, **files):
        self.files = {name.replace("_", "."): text for name, text in files.items()}
        self.made_from = {}
        self.reads = 0

    def digest(self, names):
        combined = hashlib.sha256()
        for name in names:
            self.reads += 1
            combined.update(f"{name}\0{self.files.get(name)}\0".encode())
        return combined.hexdigest()[:12]


class Builder:
    """Builds a target and all it needs; each at most once, however many need it."""

    def __init__(self, rules, store, jobs=2):
        self.rules = {rule.target: rule for rule in rules}
        self.store = store
        self.slots = asyncio.Semaphore(jobs)
        self.tasks, self.status = {}, {}
        self.order, self.running, self.most = [], 0, 0

    async def build(self, *targets):
        self.check(targets)
        await asyncio.gather(*map(self.need, targets))
        return {target: self.status[target] for target in sorted(self.status)}

    def check(self, targets):
        """Refuse circles and what nobody can make, before anything is done."""
        graph, waiting = {}, list(targets)
        while waiting:
            target = waiting.pop()
            if target in graph:
                continue
            if target in self.rules:
                graph[target] = self.rules[target].needs
                waiting += graph[target]
            elif target not in self.store.files:
                raise BuildError(f"nothing makes {target}")
        try:
            graphlib.TopologicalSorter(graph).prepare()
        except graphlib.CycleError as error:
            circle = error.args[1]
            start = circle.index(min(circle))
            circle = circle[:-1][start:] + circle[:-1][:start]
            raise BuildError(f"a circle of {len(circle)}, {circle[0]} in it") from None

    async def need(self, target):
        if target not in self.tasks:
            self.tasks[target] = asyncio.create_task(self.make(target), name=target)
        return await self.tasks[target]

    async def make(self, target):
        rule = self.rules.get(target)
        if rule is None:
            self.status[target] = Status.FRESH
            return True
        if not all(await asyncio.gather(*map(self.need, rule.needs))):
            self.status[target] = Status.SKIPPED
            return False
        digest = self.store.digest(rule.needs)
        if self.store.made_from.get(target) == digest and target in self.store.files:
            self.status[target] = Status.FRESH
            return True
        async with self.slots:
            self.running += 1
            self.most = max(self.most, self.running)
            self.order.append(target)
            try:
                sources = [self.store.files[name] for name in rule.needs]
                self.store.files[target] = await rule.recipe(target, *sources)
            except BuildError as error:
                self.status[target] = Status.FAILED
                print(f"  {target} failed: {error}")
                return False
            finally:
                self.running -= 1
        self.store.made_from[target] = digest
        self.status[target] = Status.BUILT
        return True


async def compile_source(target, source, *headers):
    for n, line in enumerate(source.splitlines(), 1):
        await asyncio.sleep(0)
        if line.count("(") != line.count(")"):
            raise BuildError(f"line {n}: unbalanced: {line.strip()!r}")
    return f"[{len(source)} bytes, {len(headers)} headers]"


async def link(target, *objects):
    await asyncio.sleep(0.001)
    return target + " = " + " + ".join(objects)


async def document(target, *sources):
    await asyncio.sleep(0)
    titles = [source.splitlines()[0].strip("/ ") for source in sources]
    return "\n".join(titles)


RULES = [
    Rule("app", ("main.o", "list.o", "util.o"), link),
    Rule("test", ("test.o", "list.o"), link),
    Rule("main.o", ("main.c", "list.h", "util.h"), compile_source),
    Rule("list.o", ("list.c", "list.h"), compile_source),
    Rule("util.o", ("util.c", "util.h"), compile_source),
    Rule("test.o", ("test.c", "list.h"), compile_source),
    Rule("docs", ("main.c", "list.c", "util.c"), document),
    Rule("all", ("app", "test", "docs"), link),
]


def summary(statuses):
    by_status = defaultdict(list)
    for target, status in statuses.items():
        if "." not in target or target.endswith(".o"):
            by_status[status.value].append(target)
    return " | ".join(f"{status}: {' '.join(by_status[status])}" for status in sorted(by_status))


async def main():
    store = Store(
        main_c="// the program\nint main() { list(1); return util(2); }\n",
        list_c="// lists\nvoid list(int n) {}\n",
        list_h="void list(int n);\n",
        util_c="// helpers\nint util(int n) { return n; }\n",
        util_h="int util(int n);\n",
        test_c="// tests\nint main() { list(3); }\n",
    )

    async def build(title, *targets):
        builder = Builder(RULES, store)
        print(title)
        print(" ", summary(await builder.build(*targets)))
        return builder

    first = await build("everything", "all")
    print("  two at once:", first.most, "each once:", len(first.order) == len(set(first.order)))
    position = {target: n for n, target in enumerate(first.order)}
    print(
        "  in order:",
        all(
            position[need] < position[rule.target]
            for rule in RULES
            for need in rule.needs
            if need in position
        ),
    )
    print(" ", store.files["app"])
    print(" ", store.files["docs"].splitlines())
    again = await build("nothing has changed", "all")
    print("  built", again.order)
    store.files["util.c"] = "// helpers\nint util(int n) { return (n; }\n"
    await build("a mistake in util.c", "all")
    store.files["util.c"] = "// more helpers\nint util(int n) { return (n); }\n"
    await build("mended", "all")
    store.files["list.h"] += "// a comment\n"
    await build("list.h was touched: only app", "app")
    del store.files["test.o"]
    await build("test.o is gone", "test", "docs")
    for rule, target in (
        (Rule("list.h", ("docs.h",), document), "app"),
        (Rule("util.h", ("app",), document), "test"),
        (Rule("util.h", ("app",), document), "all"),
    ):
        try:
            builder = Builder([*RULES, rule], store)
            print(target, summary(await builder.build(target)))
        except BuildError as error:
            print(target, "refused:", error)


if __name__ == "__main__":
    asyncio.run(main())
