"""Made-up buyers. Every one is written down, so that a test can look for them where they must not be."""
import random
import threading

_FIRST = ["Aishwarya", "Raghunath", "Meenakshi", "Venkatesh", "Lakshmibai", "Jagannath"]
_LETTERS = "bcdfghjklmnpqrstvwxyz"


class Contact:
    def __init__(self, name, phone, email, address, pan):
        self.name = name
        self.phone = phone
        self.email = email
        self.address = address
        self.pan = pan

    def visitor(self):
        return {"name": self.name, "phone": self.phone, "email": self.email}

    def applicant(self):
        return {**self.visitor(), "address": self.address, "pan": self.pan}

    def secrets(self):
        """Every text that must not lie in clear; the parts of the name each for itself."""
        return [*self.name.split(), self.phone, self.phone[1:], self.email, self.address, self.pan]


class People:
    """Contacts without end; the same seed makes the same ones."""

    def __init__(self, seed):
        self._random = random.Random(seed)
        self._lock = threading.Lock()
        self.met = []

    def new(self):
        with self._lock:
            contact = self._make(len(self.met))
            self.met.append(contact)
            return contact

    def _word(self, length):
        return "".join(self._random.choice(_LETTERS) for _ in range(length))

    def _make(self, number):
        first, last = self._random.choice(_FIRST), self._word(9).capitalize()
        phone = f"+919{self._random.randrange(10**5):05}{number:04}"
        email = f"{last.lower()}.{self._word(6)}@mail-{self._word(5)}.example"
        pan = f"{self._word(5).upper()}{number:04}{self._word(1).upper()}"
        return Contact(f"{first}{self._word(4)} {last}", phone, email,
                       f"{number} {self._word(8)} marg, {self._word(7)}", pan)
