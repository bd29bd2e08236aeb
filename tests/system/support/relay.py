"""Stands between the gateway and the server, to know when a webhook reached the server."""
import http.server
import json
import threading
import time

from .client import Client, Unreachable

_PASSED_ON = ("X-Razorpay-Signature", "x-razorpay-event-id", "Content-Type")


class Relay:
    """`received`: order id → when the server was first told of its capture."""

    def __init__(self):
        self.received = {}
        self._lock = threading.Lock()
        self._target = None
        relay = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):  # noqa: N802, the library's name
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = relay.pass_on(self.path, body, self.headers)
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def aim(self, port):
        self._target = Client(port)

    def pass_on(self, path, body, headers):
        payment = json.loads(body)["payload"].get("payment", {}).get("entity", {})
        if payment.get("status") == "captured":
            with self._lock:
                self.received.setdefault(payment["order_id"], time.time())
        try:
            return self._target.post(path, raw=body, key=False, headers={
                name: headers[name] for name in _PASSED_ON}).status
        except Unreachable:
            return 502

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        if self._target is not None:
            self._target.close()
