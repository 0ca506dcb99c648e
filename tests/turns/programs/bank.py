"""A bank: transfers under locks, standing orders, tellers, an audit, and not a penny lost."""

import asyncio
import contextlib
import random
from collections import Counter, deque
from dataclasses import dataclass, field
from enum import Enum


class BankError(Exception):
    pass


class InsufficientFunds(BankError):
    def __init__(self, account, needed):
        super().__init__(f"{account.owner} has {account.balance}, not {needed}")
        self.account, self.needed = account, needed


class Frozen(BankError):
    pass


class Kind(Enum):
    DEPOSIT = "+"
    WITHDRAWAL = "-"
    TRANSFER = ">"


@dataclass(frozen=True)
class Entry:
    kind: Kind
    amount: int
    other: str = ""

    def __str__(self):
        return f"{self.kind.value}{self.amount}{self.other and ' ' + self.other}"


@dataclass
class Account:
    number: int
    owner: str
    balance: int = 0
    overdraft: int = 0
    frozen: bool = False
    statement: list = field(default_factory=list)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

    def change(self, amount, entry):
        if self.frozen:
            raise Frozen(self.owner)
        if self.balance + amount < -self.overdraft:
            raise InsufficientFunds(self, -amount)
        self.balance += amount
        self.statement.append(entry)


class Bank:
    def __init__(self):
        self.accounts = {}
        self.changed = asyncio.Condition()
        self.audits = self.transfers = 0

    def open(self, owner, balance=0, **options):
        account = Account(len(self.accounts) + 1, owner, balance, **options)
        self.accounts[owner] = account
        return account

    @contextlib.asynccontextmanager
    async def locked(self, *owners):
        """Several accounts, locked in the order of their numbers, so that no ring can form."""
        accounts = [self.accounts[owner] for owner in owners]
        async with contextlib.AsyncExitStack() as stack:
            for account in sorted(accounts, key=lambda account: account.number):
                await stack.enter_async_context(account.lock)
                await asyncio.sleep(0)
            yield accounts
        async with self.changed:
            self.changed.notify_all()

    async def deposit(self, owner, amount):
        async with self.locked(owner) as [account]:
            account.change(amount, Entry(Kind.DEPOSIT, amount))

    async def withdraw(self, owner, amount):
        async with self.locked(owner) as [account]:
            account.change(-amount, Entry(Kind.WITHDRAWAL, amount))

    async def transfer(self, source, target, amount):
        async with self.locked(source, target) as [giver, taker]:
            giver.change(-amount, Entry(Kind.TRANSFER, amount, f"to {target}"))
            try:
                await asyncio.sleep(0)
                taker.change(amount, Entry(Kind.TRANSFER, amount, f"from {source}"))
            except BankError:
                giver.balance += amount
                giver.statement.pop()
                raise
            self.transfers += 1

    async def wait_for_balance(self, owner, amount):
        account = self.accounts[owner]
        async with self.changed:
            await self.changed.wait_for(lambda: account.balance >= amount)

    async def total(self):
        async with self.locked(*self.accounts) as accounts:
            self.audits += 1
            return sum(account.balance for account in accounts)


class Teller:
    """Serves customers one after another, and notes what couldn't be done."""

    def __init__(self, name, bank, desk):
        self.name, self.bank, self.desk = name, bank, desk
        self.served, self.refused = 0, Counter()

    async def work(self):
        while self.desk:
            action, *arguments = self.desk.popleft()
            try:
                async with asyncio.timeout(60):
                    await getattr(self.bank, action)(*arguments)
            except BankError as error:
                self.refused[type(error).__name__] += 1
            else:
                self.served += 1


def wishes(owners, count):
    random.seed(1694)
    for _ in range(count):
        source, target = random.sample(owners, 2)
        yield "transfer", source, target, random.randrange(10, 200, 10)


async def standing_order(bank, source, target, amount, times):
    """Pays as soon as there is enough."""
    for n in range(times):
        await bank.wait_for_balance(source, amount)
        await bank.transfer(source, target, amount)
        yield n + 1


async def pay_rent(bank, receipts):
    async for paid in standing_order(bank, "tenant", "landlord", 500, 3):
        print("rent paid", paid, "left", bank.accounts["tenant"].balance)
        receipts.put_nowait(paid)


async def many_transfers():
    bank = Bank()
    for owner in ("ann", "bob", "cat", "dan", "eve"):
        bank.open(owner, 300, overdraft=100 if owner == "dan" else 0)
    before = await bank.total()
    desk = deque(wishes(list(bank.accounts), 60))
    tellers = [Teller(f"teller {n}", bank, desk) for n in range(4)]
    async with asyncio.TaskGroup() as group:
        for teller in tellers:
            group.create_task(teller.work(), name=teller.name)
        audits = [await bank.total() for _ in range(3)]
    print("audits", audits, "before", before, "after", await bank.total())
    handled = sum(teller.served + teller.refused.total() for teller in tellers)
    print("handled", handled, bank.transfers == sum(teller.served for teller in tellers))
    for account in bank.accounts.values():
        change = 0
        for entry in account.statement:
            change += -entry.amount if entry.other.startswith("to ") else entry.amount
        print(
            account.owner,
            account.balance == 300 + change,
            account.balance >= -account.overdraft,
            account.lock.locked(),
        )


async def main():
    await many_transfers()

    bank = Bank()
    for owner, balance in (("tenant", 0), ("landlord", 1000), ("employer", 5000)):
        bank.open(owner, balance)
    receipts = asyncio.Queue()
    rent = asyncio.create_task(pay_rent(bank, receipts))
    for amount, payments in ((300, 0), (900, 2), (450, 1)):
        await asyncio.sleep(0.001)
        print("wages", amount)
        await bank.transfer("employer", "tenant", amount)
        print("receipts", [await receipts.get() for _ in range(payments)])
    await rent
    bank.accounts["landlord"].frozen = True
    for action, *arguments in (
        ("transfer", "tenant", "landlord", 50),
        ("withdraw", "tenant", 1_000),
        ("transfer", "tenant", "employer", 100),
        ("deposit", "tenant", 7),
    ):
        try:
            await getattr(bank, action)(*arguments)
        except BankError as error:
            print(action, "refused:", repr(error))
    impatient = asyncio.create_task(bank.wait_for_balance("tenant", 10_000))
    await asyncio.sleep(0.001)
    impatient.cancel()
    await asyncio.wait([impatient])
    print("gave up", impatient.cancelled(), bank.changed.locked())
    for account in bank.accounts.values():
        print(account.owner, account.balance, *account.statement, sep=" | ")
    print("total", await bank.total(), "audits", bank.audits, "transfers", bank.transfers)


if __name__ == "__main__":
    asyncio.run(main())
