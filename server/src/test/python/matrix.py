"""Stock Python clients against the Socket.IO echo server: python3 matrix.py PORT. A line for each cell."""

import asyncio
import sys
import threading

import socketio

URL = "http://127.0.0.1:" + sys.argv[1]
PATIENCE = 10
WAYS = {"websocket": ["websocket"], "polling": ["polling"], "upgrade": None}
LONG = "x" * 12_000
BYTES = bytes(i % 251 for i in range(1_000))
TALKS = {
    "text": ["h\u00e9\u20acllo \U0001f600", 1, None, {"a": [True]}],
    "long": ["x" * 120_000],
    "bytes": [b"\x01\x02\x03"],
    "nested bytes": [{"a": [BYTES, {"b": b""}]}, "and", BYTES],
}


def told(name, failure=None):
    print(f"failed {name}: {failure!r}" if failure else f"ok {name}", flush=True)


def same(got, expected):
    if list(got) != list(expected):
        raise AssertionError(f"{str(got)[:200]} instead of {str(expected)[:200]}")


def sync_cell(way, talk):
    client = socketio.Client(reconnection=False)
    greeted = threading.Event()
    come = threading.Event()
    heard = []
    client.on("auth", lambda *_: greeted.set())

    wanted = 100 if talk == "100 at once" else 1

    def back(*values):
        heard.append(values)
        if len(heard) >= wanted:
            come.set()

    client.on("message-back", back)
    options = {"transports": WAYS[way]} if WAYS[way] else {}
    client.connect(URL, **options)
    try:
        if not greeted.wait(PATIENCE):
            raise AssertionError("not greeted")
        if talk in TALKS:
            client.emit("message", tuple(TALKS[talk]))
            come.wait(PATIENCE)
            same(heard[0], TALKS[talk])
        elif talk == "ack with bytes":
            # one value comes as it is, several as a list
            same(client.call("message-with-ack", (BYTES, "x"), timeout=PATIENCE), [BYTES, "x"])
        elif talk == "burst of 20 of 12 kB":
            acked = []
            done = threading.Event()
            for i in range(20):
                client.emit(
                    "message-with-ack",
                    (i, LONG),
                    callback=lambda number, _: (acked.append(number), len(acked) == 20 and done.set()),
                )
            done.wait(PATIENCE)
            same(acked, range(20))
        else:
            for i in range(wanted):
                client.emit("message", i)
            come.wait(PATIENCE)
            same([values[0] for values in heard], range(wanted))
    finally:
        client.disconnect()


async def async_cell(way, talk):
    client = socketio.AsyncClient(reconnection=False)
    greeted = asyncio.Event()
    heard = asyncio.Queue()
    client.on("auth", lambda *_: greeted.set())
    client.on("message-back", lambda *values: heard.put_nowait(values))
    options = {"transports": WAYS[way]} if WAYS[way] else {}
    await client.connect(URL, **options)
    try:
        await asyncio.wait_for(greeted.wait(), PATIENCE)
        if talk in TALKS:
            await client.emit("message", tuple(TALKS[talk]))
            same(await asyncio.wait_for(heard.get(), PATIENCE), TALKS[talk])
        elif talk == "ack with bytes":
            same(await client.call("message-with-ack", (BYTES, "x"), timeout=PATIENCE), [BYTES, "x"])
        elif talk == "burst of 20 of 12 kB":
            calls = [client.call("message-with-ack", (i, LONG), timeout=PATIENCE) for i in range(20)]
            same([answer[0] for answer in await asyncio.gather(*calls)], range(20))
        else:
            for i in range(100):
                await client.emit("message", i)
            got = [(await asyncio.wait_for(heard.get(), PATIENCE))[0] for _ in range(100)]
            same(got, range(100))
    finally:
        await client.disconnect()


def main():
    talks = [*TALKS, "ack with bytes", "burst of 20 of 12 kB", "100 at once"]
    for way in WAYS:
        for talk in talks:
            for kind, run in (
                ("sync", lambda: sync_cell(way, talk)),
                ("asyncio", lambda: asyncio.run(async_cell(way, talk))),
            ):
                name = f"python {kind} {way} {talk}"
                try:
                    run()
                    told(name)
                except Exception as failure:
                    told(name, failure)


main()
