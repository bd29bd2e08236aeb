"""The sandbox gateway as a process, and the payer behind it."""
import base64
import hashlib
import hmac

from .client import Client
from .program import Process, free_port

KEY_ID = "rzp_test_system"
SECRET = "gateway-secret-of-tests"
WEBHOOK_SECRET = "webhook-secret-of-tests"


def _is_up(client):
    try:
        return client.get("/sandbox/summary").status == 200
    except OSError:
        return False


class Gateway:
    """Keeps its books in memory for as long as the test lasts."""

    def __init__(self, directory, webhook_port):
        self.port = free_port()
        secret, webhook_secret = directory / "gateway-secret", directory / "webhook-secret"
        secret.write_text(SECRET)
        webhook_secret.write_text(WEBHOOK_SECRET)
        self.secret_file, self.webhook_secret_file = secret, webhook_secret
        self.process = Process(
            directory / "gateway.log", "sandbox-gateway", "--listen", f"127.0.0.1:{self.port}",
            "--webhook", f"http://127.0.0.1:{webhook_port}/v1/webhooks/razorpay", "--key-id", KEY_ID,
            "--secret-file", secret, "--webhook-secret-file", webhook_secret)
        self.client = Client(self.port)
        basic = base64.b64encode(f"{KEY_ID}:{SECRET}".encode()).decode()
        self._as_shop = {"Authorization": "Basic " + basic}

    def is_up(self):
        return _is_up(self.client)

    def pay(self, order_id, outcome="success", amount_paise=None, **webhooks):
        """`webhooks`: copies, delay_ms, order, drop, bad_signature. The payment's id and callback."""
        body = {"outcome": outcome, "method": "upi", "webhooks": webhooks}
        if amount_paise is not None:
            body["amount_paise"] = amount_paise
        return self._drive(f"/sandbox/orders/{order_id}/pay", body)

    def capture_late(self, payment_id, **webhooks):
        return self._drive(f"/sandbox/payments/{payment_id}/capture-late", {"webhooks": webhooks})

    def replay(self, payment_id, **webhooks):
        return self._drive("/sandbox/webhooks/replay",
                           {"payment_id": payment_id, "webhooks": webhooks})

    def outage(self, **what):
        return self._drive("/sandbox/outage", what)

    def summary(self):
        return self.client.get("/sandbox/summary").json

    def refunds(self):
        return self.client.get("/sandbox/refunds").json["items"]

    def payments_of(self, order_id):
        path = f"/v1/orders/{order_id}/payments"
        return self.client.get(path, headers=self._as_shop).json["items"]

    def held_paise(self):
        """What the gateway keeps for the shop: captured and not given back."""
        books = self.summary()
        return books["captured_paise"] - books["refunded_paise"]

    def _drive(self, path, body):
        answer = self.client.post(path, body, key=False)
        if answer.status != 200:
            raise AssertionError(f"the gateway would not: {path} {body}: {answer}")
        return answer.json


def sign(body):
    """A webhook's signature over its raw bytes."""
    return hmac.new(WEBHOOK_SECRET.encode(), body, hashlib.sha256).hexdigest()
