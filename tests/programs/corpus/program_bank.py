class InsufficientFunds(Exception):
    def __init__(self, need, have):
        super().__init__(f"need {need}, have {have}")
        self.need, self.have = need, have
class Account:
    count = 0
    def __init__(self, owner, balance=0):
        self.owner, self._balance, self.log = owner, balance, []
        type(self).count += 1
    @property
    def balance(self): return self._balance
    def withdraw(self, amount):
        if amount > self._balance: raise InsufficientFunds(amount, self._balance)
        self._balance -= amount
        self.log.append(("-", amount))
    def deposit(self, amount):
        self._balance += amount
        self.log.append(("+", amount))
class Savings(Account):
    rate = 0.1
    def deposit(self, amount): super().deposit(amount * (1 + self.rate))
def transfer(a, b, amount):
    try:
        a.withdraw(amount)
    except InsufficientFunds as e:
        print(f"{a.owner}: {e}")
        return False
    else:
        b.deposit(amount)
        return True
    finally:
        print(f"{a.owner}={a.balance:.2f} {b.owner}={b.balance:.2f}")
a, b = Account("ann", 100), Savings("bob")
print(transfer(a, b, 30), transfer(a, b, 300), Account.count, Savings.count, a.log, b.log)
