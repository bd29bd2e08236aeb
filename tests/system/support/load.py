"""Buyers on several nodes at once, who repeat a command with its key until it is answered; what they were
told is held against history in the end."""
import collections
import copy
import random
import threading
import time

from .client import Unreachable, fresh_key
from .records import all_records

NOT_NOW = (429, 503)


class Acknowledged:
    """A command as it was sent, and the answer that its client was given."""

    def __init__(self, key, send, answer):
        self.key = key
        self.send = send
        self.answer = answer


class Buyer(threading.Thread):
    """Holds, checks out, pays, extends and releases; repeats with the same key until answered."""

    def __init__(self, number, markets, load):
        super().__init__(daemon=True)
        self._random = random.Random(number)
        self._markets = markets
        self._load = load
        self.failure = None

    def run(self):
        try:
            while not self._load.over.is_set():
                self.buy()
                self._load.over.wait(self._load.pace_s)
        except Exception as error:  # told to the test, which fails with it
            self.failure = error

    def buy(self):
        market, contact = self._markets[0], self._markets[0].stage.people.new()
        plot = self._random.choice(market.plots)
        held = self.command(lambda at, key: at.hold([plot], contact, key))
        if held is None or held.status != 201:
            return
        hold = held.json
        if self._random.random() < 0.2:
            self.command(lambda at, key: at.extend(hold, key))
        if self._random.random() < 0.4:
            self.command(lambda at, key: at.release(hold, key))
            return
        order = self.command(lambda at, key: at.checkout(hold, contact, key=key))
        if order is not None and order.status == 201:
            outcome = self._random.choice(["success", "success", "failure", "silent"])
            market.stage.gateway.pay(order.json["order_id"], outcome, order="shuffled",
                                     copies=self._random.choice([1, 3]))

    def command(self, send):
        """The answer, however long it takes, from whichever node; None if the test is over before."""
        key = fresh_key()
        while not self._load.over.is_set():
            market = self._random.choice(self._markets)
            try:
                answer = send(market, key)
            except Unreachable:
                self._load.over.wait(0.05)
                continue
            if answer.status not in NOT_NOW:
                self._load.acknowledge(Acknowledged(key, lambda at: send(at, key), answer))
                return answer
            self._load.not_now(answer)
            self._load.over.wait(0.1)
        return None


class Load:
    """`buyers` on all nodes. Use as a context manager; leaving ends it."""

    def __init__(self, market, nodes, buyers=12, pace_s=0.0):
        self.market = market
        self.pace_s = pace_s
        self.markets = [through(market, node) for node in nodes]
        self.over = threading.Event()
        self.acknowledged = []
        self.times = []  # of each acknowledgement
        self.put_off = collections.Counter()  # by problem
        self.without_retry_after = []
        self._more = threading.Condition()
        self._buyers = [Buyer(number, self.markets, self) for number in range(buyers)]

    def __enter__(self):
        for buyer in self._buyers:
            buyer.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for buyer in self._buyers:
            buyer.join()

    def acknowledge(self, command):
        with self._more:
            self.acknowledged.append(command)
            self.times.append(time.monotonic())
            self._more.notify_all()

    def not_now(self, answer):
        with self._more:
            self.put_off[answer.problem] += 1
            if "Retry-After" not in answer.headers:
                self.without_retry_after.append(answer)

    def wait_for_more(self, count, seconds=60):
        """Until so many more commands are acknowledged."""
        with self._more:
            enough = len(self.acknowledged) + count
            if not self._more.wait_for(lambda: len(self.acknowledged) >= enough, seconds):
                raise AssertionError(f"buyers are not answered: {dict(self.put_off)}")

    def longest_pause_since(self, begin):
        """The longest time without any acknowledgement after `begin`, in seconds."""
        with self._more:
            marks = [begin, *(at for at in self.times if at > begin)]
        return max((b - a for a, b in zip(marks, marks[1:])), default=0.0)

    def check(self, test, again=3000):
        """Nobody was failed, and each acknowledged command is in history once. Of more than `again` a sample
        is sent once more, and must get its first answer."""
        test.assertEqual([buyer.failure for buyer in self._buyers if buyer.failure], [])
        test.assertEqual(self.without_retry_after, [])
        admin = self.market.stage.server.admin
        times = collections.Counter(record["command_id"] for _, record in all_records(admin)
                                    if "command_id" in record)
        wrong = [(times[command.key], command.answer) for command in self.acknowledged
                 if times[command.key] != 1]
        test.assertEqual(wrong, [], "how often in history, instead of once, and what was answered")
        test.assertEqual([key for key, count in times.items() if count > 1], [])
        asked = self.acknowledged
        if len(asked) > again:
            asked = random.Random(len(asked)).sample(asked, again)
        for number, command in enumerate(asked):
            answer, first = answered(command.send, self.markets[number % len(self.markets)]), command.answer
            test.assertEqual((answer.status, answer.body), (first.status, first.body))
            test.assertEqual(answer.headers["Content-Type"], first.headers["Content-Type"])


class LateCommand(threading.Thread):
    """A command that is sent to a node which does not answer for a while: `send(market, key, timeout)`."""

    def __init__(self, market, send):
        super().__init__(daemon=True)
        self._market, self._send, self.key = market, send, fresh_key()
        self.answer = None
        self.start()

    def send(self, market, timeout=30):
        return self._send(market, self.key, timeout)

    def run(self):
        try:
            self.answer = self.send(self._market, timeout=120)
        except Unreachable:
            pass  # nobody was told anything

    @property
    def told(self):
        """The status, or the name of the problem that put it off; None if no answer came."""
        if self.answer is None:
            return None
        return self.answer.problem if self.answer.status in NOT_NOW else self.answer.status

    def check(self, test, load):
        """What he was told is the truth; put off, he asks again with his key. It is in history once."""
        if self.answer is None:
            return
        answer = self.answer
        if answer.status in NOT_NOW:
            test.assertIn("Retry-After", answer.headers)
            answer = answered(self.send, load.markets[0])
        test.assertNotIn(answer.status, NOT_NOW, answer)
        load.acknowledge(Acknowledged(self.key, self.send, answer))


def answered(send, market, seconds=30):
    """The answer, once it is not "not now"."""
    deadline = time.monotonic() + seconds
    while True:
        answer = send(market)
        if answer.status not in NOT_NOW or time.monotonic() > deadline:
            return answer
        time.sleep(0.1)


def through(market, node):
    """The same project, asked through another node."""
    other = copy.copy(market)
    other._visitor, other._admin = node.visitor, node.admin
    return other
