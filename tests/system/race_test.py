"""A thousand clients race for one plot."""
import asyncio
import json
import resource
import unittest

from support import Market, StageTest
from support.client import fresh_key

CLIENTS = 1_000


def request(port, path, contact):
    body = json.dumps({"plots": ["Neem Street:7"], "contact": contact.visitor()})
    return (f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
            f"Idempotency-Key: {fresh_key()}\r\nContent-Length: {len(body)}\r\n\r\n{body}").encode()


async def read_answer(reader):
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    fields = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if line)
    body = await reader.readexactly(int(fields["content-length"]))
    return int(head.split()[1]), fields, json.loads(body)


async def race(port, path, contacts):
    """Everybody is connected before anybody asks."""
    lines = [await asyncio.open_connection("127.0.0.1", port) for _ in contacts]

    async def ask(line, contact):
        reader, writer = line
        writer.write(request(port, path, contact))
        await writer.drain()
        answer = await read_answer(reader)
        writer.close()
        return answer

    return await asyncio.gather(*(ask(line, who) for line, who in zip(lines, contacts)))


class RaceForOnePlot(StageTest):
    def test_one_client_wins_and_all_others_are_told(self):
        market = Market(self.stage, "race", "RAC")
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))  # this side's; the server has started
        contacts = [self.stage.people.new() for _ in range(CLIENTS)]
        with market.watch() as watcher:
            answers = asyncio.run(asyncio.wait_for(
                race(self.server.port, market.path + "/holds", contacts), 60))
            watcher.wait_for("Neem Street:7", "h", 5)
        won = [body for status, _, body in answers if status == 201]
        lost = [(fields, body) for status, fields, body in answers if status == 409]
        self.assertEqual((len(won), len(lost)), (1, CLIENTS - 1))
        for fields, body in lost:
            self.assertTrue(fields["content-type"].startswith("application/problem+json"), fields)
            self.assertTrue(body["type"].endswith("/plot-unavailable"), body)
            self.assertEqual(body["status"], 409)
            self.assertIn("Neem Street:7", body["detail"])
            self.assertIn("retry-after", fields)
        letters = market.letters()
        self.assertEqual([plot for plot, letter in letters.items() if letter == "h"],
                         ["Neem Street:7"])
        self.assertEqual(set(letters.values()), {"a", "h"})
        self.assertEqual(market.state(won[0])["state"], "held")


if __name__ == "__main__":
    unittest.main()
