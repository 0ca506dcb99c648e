"""A simulated operating system: tasks that send packets to each other through a scheduler.

Classes, inheritance, methods and attributes; of the kind of pyperformance's richards.
"""

SIZES = {"full": 1500, "small": 150, "tiny": 5}
RESULTS = {
    1500: (6693, [1500, 1299, 1297, 1298, 648, 648], 24346, 1850),
    150: (691, [150, 136, 135, 134, 67, 66], 17188, 11798),
    5: (38, [5, 9, 6, 9, 2, 4], 46860, 10373),
}

DEVICE, WORK = 0, 1


class Packet:
    def __init__(self, kind, origin, number):
        self.kind = kind
        self.origin = origin
        self.number = number
        self.data = [0, 0, 0, 0]


class Task:
    """Runs when it is ready and has a packet; a stalled one is passed over."""

    def __init__(self, scheduler, name, priority):
        self.scheduler = scheduler
        self.name = name
        self.priority = priority
        self.inbox = []
        self.held = False
        self.ran = 0
        scheduler.add(self)

    def ready(self):
        return not self.held and len(self.inbox) > 0

    def take(self):
        return self.inbox.pop(0)

    def step(self):
        self.ran += 1
        self.run(self.take())

    def run(self, packet):
        raise NotImplementedError


class Idle(Task):
    """Keeps itself awake, and by a shift register lets one device or the other go on."""

    def __init__(self, scheduler, name, devices, steps):
        Task.__init__(self, scheduler, name, 0)
        self.devices = devices
        self.register = 1
        self.left = steps

    def run(self, packet):
        self.left -= 1
        if self.left == 0:
            return
        if self.register & 1:
            self.register = (self.register >> 1) ^ 0xD008
            self.scheduler.release(self.devices[0])
        else:
            self.register = self.register >> 1
            self.scheduler.release(self.devices[1])
        self.scheduler.send(self.name, packet)


class Worker(Task):
    """Fills the packet with letters and hands it to the handlers, one after the other."""

    def __init__(self, scheduler, name, handlers):
        Task.__init__(self, scheduler, name, 1000)
        self.handlers = handlers
        self.turn = 0
        self.letter = 0

    def run(self, packet):
        self.turn = 1 - self.turn
        for place in range(len(packet.data)):
            self.letter += 1
            if self.letter > 26:
                self.letter = 1
            packet.data[place] = self.letter
        self.scheduler.send(self.handlers[self.turn], packet)


class Handler(Task):
    """Sends what the worker filled to its device, and what the device did back to the worker."""

    def __init__(self, scheduler, name, priority, device, worker):
        Task.__init__(self, scheduler, name, priority)
        self.device = device
        self.worker = worker
        self.checksum = 0

    def run(self, packet):
        if packet.kind == WORK:
            packet.kind = DEVICE
            packet.origin = self.name
            self.checksum = (self.checksum * 31 + sum(packet.data)) % 65521
            self.scheduler.send(self.device, packet)
        else:
            packet.kind = WORK
            self.scheduler.send(self.worker, packet)


class Device(Task):
    """Holds itself after each packet, until the idle task releases it."""

    def run(self, packet):
        self.scheduler.send(packet.origin, packet)
        self.held = True


class Scheduler:
    def __init__(self):
        self.tasks = {}
        self.order = []
        self.sent = 0

    def add(self, task):
        self.tasks[task.name] = task
        self.order.append(task)
        self.order.sort(key=lambda each: -each.priority)

    def send(self, name, packet):
        self.sent += 1
        self.tasks[name].inbox.append(packet)

    def release(self, name):
        self.tasks[name].held = False

    def next(self):
        for task in self.order:
            if task.ready():
                return task
        return None

    def run(self):
        task = self.next()
        while task is not None:
            task.step()
            task = self.next()


def main(n):
    scheduler = Scheduler()
    idle = Idle(scheduler, "idle", ("disk", "net"), n)
    worker = Worker(scheduler, "worker", ("handler-a", "handler-b"))
    first = Handler(scheduler, "handler-a", 2000, "disk", "worker")
    second = Handler(scheduler, "handler-b", 3000, "net", "worker")
    disk = Device(scheduler, "disk", 4000)
    net = Device(scheduler, "net", 5000)
    scheduler.send("idle", Packet(DEVICE, "idle", 0))
    for number in range(3):
        scheduler.send("worker", Packet(WORK, "worker", number))
    scheduler.run()
    ran = [task.ran for task in (idle, worker, first, second, disk, net)]
    return scheduler.sent, ran, first.checksum, second.checksum
