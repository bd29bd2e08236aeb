"""A gateway and a server on a fresh directory, and the test case that has one."""
import pathlib
import tempfile
import unittest

from .gateway import Gateway
from .people import People
from .scratch import clear_up
from .server import Server
from .waiting import eventually


class Stage:
    """`relay`: the port that gets the webhooks in the server's stead; `log` as in Server."""

    def __init__(self, relay_port=None, seed=1, log=None):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="plotledger-system-"))
        self.server = Server(self.directory, log)
        self.gateway = Gateway(self.directory, relay_port or self.server.port)
        self.people = People(seed)

    def start(self):
        eventually("the gateway is up", self.gateway.is_up)
        self.server.start(self.gateway)
        return self

    def close(self):
        for process in (self.server.process, self.gateway.process):
            if process is not None and process.exit_code is None:
                process.kill()
        for client in (self.server.visitor, self.server.admin, self.gateway.client):
            if client is not None:
                client.close()
        clear_up(self.directory)


class StageTest(unittest.TestCase):
    """One stage for all tests of a class; they keep out of each other's way by project."""

    @classmethod
    def setUpClass(cls):
        cls.stage = Stage()
        cls.addClassCleanup(cls.stage.close)
        cls.stage.start()
        cls.server = cls.stage.server
        cls.gateway = cls.stage.gateway

    def must(self, status, answer):
        self.assertEqual(answer.status, status, answer)
        return answer

    def refused(self, status, problem, answer):
        """The problem is the one named, and its type is a page that exists."""
        self.assertEqual((answer.status, answer.problem), (status, problem), answer)
        self.assertEqual(self.server.visitor.get("/problems/" + problem).status, 200, problem)
        return answer
