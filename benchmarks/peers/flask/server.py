"""A chat room on Flask-SocketIO with gevent: the stack that Snug grew out of."""

from gevent import monkey

monkey.patch_all()

import sys
import time
import uuid

from flask import Flask, request
from flask_socketio import SocketIO, emit, join_room

app = Flask(__name__)
io = SocketIO(app, async_mode="gevent", logger=False, engineio_logger=False)
seats = {}


@io.on("join")
def join(data):
    seats[request.sid] = (data["room"], data["name"])
    join_room(data["room"])
    return {"ok": True}


@io.on("message")
def message(data):
    room, name = seats[request.sid]
    text = data["text"]
    if len(text) > 4000:
        return {"ok": False}
    said = {"id": str(uuid.uuid4()), "room": room, "name": name, "text": text, "at": int(time.time() * 1000)}
    emit("message", said, to=room)
    return {"ok": True, "id": said["id"]}


@io.on("disconnect")
def leave(*_):
    seats.pop(request.sid, None)


io.run(app, host="127.0.0.1", port=int(sys.argv[1]))
