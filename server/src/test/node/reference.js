// The reference implementation with the two echo servers of chat.snug.conformance on it. Prints their ports; ends with its
// standard input.
"use strict";

const { createServer } = require("node:http");
const engine = require("engine.io");
const { Server } = require("socket.io");

const options = {
  pingInterval: 60_000,
  pingTimeout: 60_000,
  maxHttpBufferSize: 1_000_000,
  connectTimeout: 60_000,
  cors: { origin: "*" },
};

const engineHttp = createServer();
new engine.Server(options).on("connection", (socket) => socket.on("data", (data) => socket.send(data))).attach(engineHttp, {
  path: "/engine.io/",
});

const socketHttp = createServer();
const sockets = new Server(socketHttp, options);
for (const namespace of ["/", "/custom"]) {
  sockets.of(namespace).on("connection", (socket) => {
    socket.emit("auth", socket.handshake.auth);
    if (namespace === "/") {
      socket.on("message", (...data) => socket.emit("message-back", ...data.filter((value) => typeof value !== "function")));
      socket.on("message-with-ack", (...data) => typeof data.at(-1) === "function" && data.pop()(...data));
    }
  });
}

engineHttp.listen(0, "127.0.0.1", () =>
  socketHttp.listen(0, "127.0.0.1", () => console.log(`ports ${engineHttp.address().port} ${socketHttp.address().port}`)),
);
process.stdin.on("end", () => process.exit(0)).resume();
