"""The server under test as a process: starts, is killed, stops, starts again on the same data."""
import time

from .client import Client
from .gateway import KEY_ID
from .program import Process, free_port
from .waiting import eventually


class Server:
    def __init__(self, directory):
        self.data = directory / "data"
        self.log = directory / "server.log"
        self.port = free_port()
        self.visitor = Client(self.port)
        self.admin = None
        self.process = None

    def start(self, gateway, seconds=30):
        """Returns how long it took until it was ready."""
        begun = time.monotonic()
        self.process = Process(
            self.log, "serve", "--data", self.data, "--listen", f"127.0.0.1:{self.port}",
            "--gateway", f"http://127.0.0.1:{gateway.port}", "--gateway-key-id", KEY_ID,
            "--gateway-secret-file", gateway.secret_file,
            "--webhook-secret-file", gateway.webhook_secret_file, "--limits", "off")
        eventually("the server is ready", self._is_ready, seconds)
        if self.admin is None:
            self.admin = Client(self.port, (self.data / "admin.key").read_text().strip())
        return time.monotonic() - begun

    def kill(self):
        self.process.kill()

    def stop(self):
        code = self.process.stop()
        self.process = None
        return code

    def _is_ready(self):
        if self.process.exit_code is not None:
            raise AssertionError(f"the server ended by itself: {self.process.tail()}")
        try:
            return self.visitor.get("/readyz", timeout=5).status == 200
        except OSError:
            return False
