"""A browser's view of the live map: reads the stream on a thread and notes when each change came."""
import http.client
import json
import socket
import threading
import time


class MapWatcher:
    """Watches from just after `version`. Use as a context manager."""

    def __init__(self, port, path, version):
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._connection.request("GET", path, headers={"Accept": "text/event-stream",
                                                       "Last-Event-ID": str(version)})
        self._response = self._connection.getresponse()
        if self._response.status != 200:
            raise AssertionError(f"no stream: {self._response.status}")
        self._socket = self._connection.sock or self._response.fp.raw._sock
        self._changed = threading.Condition()
        self._seen = {}  # (plot, letter) → when, first and last time
        self.versions = []
        self.resets = 0
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._thread.join()
        self._connection.close()

    def seen(self, plot, letter, since=0.0):
        """When (seconds since the epoch) the plot was first shown so after `since`; or None."""
        with self._changed:
            return self._first(plot, letter, since)

    def wait_for(self, plot, letter, seconds, since=0.0):
        deadline = time.monotonic() + seconds
        with self._changed:
            while (at := self._first(plot, letter, since)) is None:
                if not self._changed.wait(deadline - time.monotonic()):
                    raise AssertionError(f"no {letter} for {plot} on the stream in {seconds} s")
            return at

    def _first(self, plot, letter, since):
        return next((at for at in self._seen.get((plot, letter), []) if at >= since), None)

    def _read(self):
        event, data = "", ""
        try:
            while line := self._response.readline():
                name, _, value = line.decode().rstrip("\r\n").partition(": ")
                if name == "event":
                    event = value
                elif name == "data":
                    data = value
                elif not name and data:
                    self._take(event, json.loads(data))
                    event, data = "", ""
        except (OSError, ValueError, http.client.HTTPException):
            pass  # the watcher left, or the server went

    def _take(self, event, message):
        now = time.time()
        with self._changed:
            self.resets += event == "reset"
            self.versions.append(message["version"])
            for plot, letter in message.get("changes", []):
                self._seen.setdefault((plot, letter), []).append(now)
            self._changed.notify_all()
