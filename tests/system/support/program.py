"""Where the program is, how a command of it runs, and how a process of it starts and ends."""
import os
import pathlib
import random
import signal
import socket
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[3]
# Below the range that the kernel gives to connecting sockets: a client that knocks at a port whose
# server was just killed must never meet itself there.
PORTS = range(20_000, 32_000)


def plotledger():
    return pathlib.Path(os.environ.get("PLOTLEDGER_BIN", ROOT / "build/release/plotledger"))


def free_port():
    while True:
        port = random.SystemRandom().choice(PORTS)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def run(*arguments, timeout=120):
    """One command to its end; what it printed is in .stdout, errors with it."""
    return subprocess.run([str(plotledger()), *map(str, arguments)], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace", timeout=timeout)


class Process:
    """A long-running command whose output goes to the end of a file."""

    def __init__(self, log, *arguments):
        self.log = log
        with open(log, "ab") as output:
            self._process = subprocess.Popen([str(plotledger()), *map(str, arguments)],
                                             stdin=subprocess.DEVNULL, stdout=output,
                                             stderr=subprocess.STDOUT)

    @property
    def pid(self):
        return self._process.pid

    @property
    def exit_code(self):
        return self._process.poll()

    def kill(self):
        self._process.kill()
        self._process.wait()

    def freeze(self):
        self._process.send_signal(signal.SIGSTOP)

    def wake(self):
        self._process.send_signal(signal.SIGCONT)

    def stop(self, seconds=20):
        """SIGTERM; the exit code. A process that does not end by itself is a failure."""
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"did not end within {seconds} s of SIGTERM: {self.tail()}")

    def tail(self):
        return self.log.read_text(errors="replace")[-500:]
