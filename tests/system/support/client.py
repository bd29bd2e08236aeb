"""An HTTP client as an outside tool would write it: keep-alive, one connection a thread."""
import http.client
import json
import threading
import uuid


class Unreachable(OSError):
    """No answer came; whether the request was taken is not known."""


class Answer:
    def __init__(self, asked, status, headers, body):
        self.asked = asked  # what it answers: method, port and path
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def problem(self):
        """The last part of the problem's type; empty if the answer is none."""
        if not self.headers.get("Content-Type", "").startswith("application/problem+json"):
            return ""
        return self.json["type"].rsplit("/", 1)[-1]

    @property
    def position(self):
        return self.headers.get("Ledger-Position")

    def __repr__(self):
        return f"{self.asked}: {self.status} {self.body[:300]!r}"


def fresh_key():
    return uuid.uuid4().hex


class Client:
    """Talks to 127.0.0.1:port; with `api_key`, as who it stands for. Safe to share by threads."""

    def __init__(self, port, api_key=None):
        self._port = port
        self._api_key = api_key
        self._lock = threading.Lock()
        self._idle = []

    def get(self, path, **options):
        return self.request("GET", path, **options)

    def post(self, path, body=None, **options):
        return self.request("POST", path, body, **options)

    def put(self, path, body=None, **options):
        return self.request("PUT", path, body, **options)

    def request(self, method, path, body=None, *, raw=None, headers=None, key=None, timeout=30):
        """`key`: the Idempotency-Key; fresh if None, absent if False. `body` is sent as JSON."""
        sent = {"Accept": "application/json"}
        if self._api_key:
            sent["Authorization"] = "Bearer " + self._api_key
        if method in ("POST", "PUT") and key is not False:
            sent["Idempotency-Key"] = key or fresh_key()
        if body is not None:
            raw = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        sent.update(headers or {})
        try:
            return self._exchange((method, path, raw, sent), timeout)
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable(f"{method} {path}: {error!r}") from error

    def close(self):
        """Ends the connections that nobody uses now."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _exchange(self, request, timeout):
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        if connection is not None:
            try:
                return self._on(connection, request, timeout)
            except (BrokenPipeError, ConnectionResetError):
                pass  # it was closed while it was idle; every request here may be repeated
        connection = http.client.HTTPConnection("127.0.0.1", self._port)
        return self._on(connection, request, timeout)

    def _on(self, connection, request, timeout):
        connection.timeout = timeout
        if connection.sock is not None:
            connection.sock.settimeout(timeout)
        try:
            try:
                connection.request(*request)
            except BrokenPipeError:  # refused before all of it was sent: the answer says why
                if connection.sock is None:
                    raise
            response = connection.getresponse()
            asked = f"{request[0]} :{self._port}{request[1]}"
            answer = Answer(asked, response.status, response.headers, response.read())
        except BaseException:
            connection.close()
            raise
        with self._lock:
            self._idle.append(connection)  # one that the server closes is opened again by itself
        return answer
