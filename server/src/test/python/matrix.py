"""Stock Python clients against the Socket.IO echo server, and against the chat: python3 matrix.py PORT CHAT_PORT.

A line for each cell."""

import asyncio
import queue
import sys
import threading

import socketio

URL = "http://127.0.0.1:" + sys.argv[1]
CHAT_URL = "http://127.0.0.1:" + sys.argv[2]
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


def chat_steps():
    """Two people in a room; one is away for a message, comes back to it and leaves.

    Yields what is to be done, and is sent what came of it.
    """
    room = (yield "call", "ana", "room:create", {"name": "Ana"})["room"]
    joined = yield "call", "bo", "room:join", {"code": room["code"], "name": "Bo"}

    def say(number):
        return "call", "ana", "message:send", {"room": room["id"], "cid": f"c{number}", "text": f"text {number} \U0001f600"}

    acked = []
    for number in (1, 2, 3):
        acked.append((yield say(number))["seq"])
    same(acked, [1, 2, 3])
    heard = yield "hear", "bo", "message", 3
    same([(event["seq"], event["text"]) for event in heard], [(n, f"text {n} \U0001f600") for n in (1, 2, 3)])
    yield "close", "bo", None, None
    yield say(4)
    resume = {"epoch": joined["room"]["epoch"], "seq": 3, "tail": heard[2]["id"]}
    resumed = yield "call", "back", "room:join", {"room": room["id"], "token": joined["self"]["token"], "resume": resume}
    same([resumed["mode"], *[event["seq"] for event in resumed["events"]]], ["resume", 4])
    yield "call", "back", "room:leave", {"room": room["id"]}
    left = yield "hear", "ana", "member:left", 1
    same([left[0]], [{"room": room["id"], "member": joined["self"]["id"], "reason": "left"}])
    yield "close", "ana", None, None
    yield "close", "back", None, None


def good(answer):
    if not answer["ok"]:
        raise AssertionError(str(answer))
    return answer


def sync_chat(way):
    people = {}

    def person(name):
        if name not in people:
            client = socketio.Client(reconnection=False)
            heard = {"message": queue.Queue(), "member:left": queue.Queue()}
            for event, events in heard.items():
                client.on(event, events.put)
            options = {"transports": WAYS[way]} if WAYS[way] else {}
            client.connect(CHAT_URL, **options)
            people[name] = (client, heard)
        return people[name]

    def do(kind, who, what, more):
        client, heard = person(who)
        if kind == "call":
            return good(client.call(what, more, timeout=PATIENCE))
        if kind == "hear":
            return [heard[what].get(timeout=PATIENCE) for _ in range(more)]
        client.disconnect()
        return None

    steps = chat_steps()
    result = None
    while True:
        try:
            step = steps.send(result)
        except StopIteration:
            return
        result = do(*step)


async def async_chat(way):
    people = {}

    async def person(name):
        if name not in people:
            client = socketio.AsyncClient(reconnection=False)
            heard = {"message": asyncio.Queue(), "member:left": asyncio.Queue()}
            for event, events in heard.items():
                client.on(event, events.put_nowait)
            options = {"transports": WAYS[way]} if WAYS[way] else {}
            await client.connect(CHAT_URL, **options)
            people[name] = (client, heard)
        return people[name]

    async def do(kind, who, what, more):
        client, heard = await person(who)
        if kind == "call":
            return good(await client.call(what, more, timeout=PATIENCE))
        if kind == "hear":
            return [await asyncio.wait_for(heard[what].get(), PATIENCE) for _ in range(more)]
        await client.disconnect()
        return None

    steps = chat_steps()
    result = None
    while True:
        try:
            step = steps.send(result)
        except StopIteration:
            return
        result = await do(*step)


def main():
    talks = [*TALKS, "ack with bytes", "burst of 20 of 12 kB", "100 at once", "chat"]
    for way in WAYS:
        for talk in talks:
            for kind, run in (
                ("sync", lambda: sync_chat(way) if talk == "chat" else sync_cell(way, talk)),
                ("asyncio", lambda: asyncio.run(async_chat(way) if talk == "chat" else async_cell(way, talk))),
            ):
                name = f"python {kind} {way} {talk}"
                try:
                    run()
                    told(name)
                except Exception as failure:
                    told(name, failure)


main()
