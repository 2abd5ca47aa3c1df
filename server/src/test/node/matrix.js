// Stock JavaScript clients against the Socket.IO echo server, and against the chat: node matrix.js PORT CHAT_PORT. A line for each cell, "ok CELL" or "failed CELL: why".
"use strict";

const url = `http://127.0.0.1:${process.argv[2]}`;
const chatUrl = `http://127.0.0.1:${process.argv[3]}`;
const versions = ["3.0.0", "4.0.0", "4.1.3", "4.5.4", "4.8.4"];
const ways = { websocket: ["websocket"], polling: ["polling"], upgrade: ["polling", "websocket"] };
const PATIENCE = 10_000;

/** Rejects when nothing happens. */
const within = (promise, what) =>
  Promise.race([
    promise,
    new Promise((_, reject) => setTimeout(() => reject(new Error(`no ${what} in time`)), PATIENCE).unref()),
  ]);

const once = (socket, event) => within(new Promise((resolve) => socket.once(event, (...values) => resolve(values))), event);

const same = (got, expected) => {
  const plain = (value) => JSON.stringify(value, (_, part) => (part?.type === "Buffer" ? `bytes ${Buffer.from(part.data).toString("hex")}` : part));
  if (plain(got) !== plain(expected)) {
    throw new Error(`${plain(got).slice(0, 200)} instead of ${plain(expected).slice(0, 200)}`);
  }
};

const echo = async (socket, ...values) => {
  const answer = once(socket, "message-back");
  socket.emit("message", ...values);
  same(await answer, values);
};

const ack = (socket, ...values) => within(new Promise((resolve) => socket.emit("message-with-ack", ...values, (...got) => resolve(got))), "ack");

const bytes = (length) => Buffer.from(Array.from({ length }, (_, i) => i % 251));

/** Many at once, each with its ack, in their order. */
const burst = async (socket, count, length) => {
  const text = "x".repeat(length);
  const order = [];
  await Promise.all(Array.from({ length: count }, (_, i) => ack(socket, i, text).then(([number]) => order.push(number))));
  same(order, Array.from({ length: count }, (_, i) => i));
};

const talks = {
  text: (socket) => echo(socket, "h\u00e9\u20acllo \ud83d\ude00", 1, null, { a: [true] }),
  long: (socket) => echo(socket, "x".repeat(120_000)),
  bytes: (socket) => echo(socket, bytes(3)),
  "many bytes": (socket) => echo(socket, bytes(1_000), bytes(60_000)),
  "nested bytes": (socket) => echo(socket, { a: [bytes(5), { b: bytes(100) }] }, "and", bytes(0)),
  "ack with bytes": async (socket) => same(await ack(socket, bytes(80), "x"), [bytes(80), "x"]),
  "burst of 20 of 12 kB": (socket) => burst(socket, 20, 12_000),
};

const options = {
  forceBase64: { forceBase64: true },
  protocols: { protocols: ["a", "b"] },
  query: { query: { token: "x".repeat(9_000), odd: "100% & \u00e9;" } },
  extraHeaders: { extraHeaders: { Authorization: "Bearer x", "X-Other": "1" } },
  "auth object": { auth: { token: "t" } },
  "auth function": { auth: (give) => give({ token: "t" }) },
  "auth later": { auth: (give) => setTimeout(give, 300, { token: "t" }) },
  timestampRequests: { timestampRequests: true, timestampParam: "z" },
  "without timestamps": { timestampRequests: false },
  withCredentials: { withCredentials: true },
  rememberUpgrade: { rememberUpgrade: true },
  "no upgrade": { upgrade: false },
  tryAllTransports: { tryAllTransports: true },
  closeOnBeforeunload: { closeOnBeforeunload: true },
  perMessageDeflate: { perMessageDeflate: { threshold: 1 } },
  retries: { retries: 3, ackTimeout: 5_000 },
  "no forceNew": { forceNew: false },
  transportOptions: { transportOptions: { polling: { extraHeaders: { "X-One": "1" } } } },
  "short path": { path: "/socket.io" },
};

const connect = (io, more, talk) =>
  new Promise((resolve, reject) => {
    const socket = io(url, { forceNew: true, reconnection: false, timeout: PATIENCE, ...more });
    const end = (settle, value) => {
      socket.disconnect();
      settle(value);
    };
    let early;
    socket.on("connect_error", (error) => end(reject, error));
    socket.on("disconnect", (reason) => reason !== "io client disconnect" && end(reject, new Error(reason)));
    socket.once("auth", () => talk(socket).then(() => early).then((value) => end(resolve, value), (error) => end(reject, error)));
    if (more.early) {
      early = more.early(socket);
    }
  });

const cell = async (name, run) => {
  try {
    await within(run(), "end");
    console.log(`ok ${name}`);
  } catch (error) {
    console.log(`failed ${name}: ${error.message}`);
  }
};

/** What a client emits before it is connected leaves at once when it is. */
const early = (socket) => burst(socket, 200, 10);

const namespaces = async (io, way) => {
  const manager = new io.Manager(url, { transports: ways[way], reconnection: false });
  const main = manager.socket("/");
  const custom = manager.socket("/custom", { auth: { who: "me" } });
  const greeted = Promise.all([once(main, "auth"), once(custom, "auth")]);
  main.connect();
  custom.connect();
  same((await greeted)[1], [{ who: "me" }]);
  custom.disconnect();
  await echo(main, "still here");
  custom.connect();
  await once(custom, "auth");
  const wrong = manager.socket("/none");
  const refused = once(wrong, "connect_error");
  wrong.connect();
  same((await refused)[0].message, "Invalid namespace");
  await echo(main, "and still");
  main.disconnect();
  custom.disconnect();
  wrong.disconnect();
};

/** Asks the chat, and expects a yes. */
const ask = (socket, event, object) =>
  within(
    new Promise((resolve, reject) =>
      socket.emit(event, object, (answer) => (answer.ok ? resolve(answer) : reject(new Error(JSON.stringify(answer))))),
    ),
    event,
  );

/** So many messages, as they come. */
const hear = (socket, count) => {
  const heard = [];
  return within(
    new Promise((resolve) => socket.on("message", (event) => heard.push(event) === count && resolve(heard))),
    "messages",
  );
};

/** Two people in a room; one is away for a message, comes back to it and leaves. */
const chat = async (io, way) => {
  const open = () => io(chatUrl, { transports: ways[way], forceNew: true, reconnection: false });
  const ana = open();
  const { room } = await ask(ana, "room:create", { name: "Ana" });
  const say = (number) => ask(ana, "message:send", { room: room.id, cid: `c${number}`, text: `text ${number} \ud83d\ude00` });
  const bo = open();
  const joined = await ask(bo, "room:join", { code: room.code, name: "Bo" });
  const coming = hear(bo, 3);
  same((await Promise.all([1, 2, 3].map(say))).map(({ seq }) => seq), [1, 2, 3]);
  const heard = await coming;
  same(heard.map(({ seq, text }) => [seq, text]), [1, 2, 3].map((number) => [number, `text ${number} \ud83d\ude00`]));
  bo.disconnect();
  await say(4);
  const back = open();
  const resume = { epoch: joined.room.epoch, seq: 3, tail: heard[2].id };
  const resumed = await ask(back, "room:join", { room: room.id, token: joined.self.token, resume });
  same([resumed.mode, resumed.events.map(({ seq }) => seq)], ["resume", [4]]);
  const left = once(ana, "member:left");
  await ask(back, "room:leave", { room: room.id });
  same((await left)[0], { room: room.id, member: joined.self.id, reason: "left" });
  ana.disconnect();
  back.disconnect();
};

const run = async () => {
  const cells = [];
  for (const version of versions) {
    const io = require(`client-${version}`);
    for (const way of Object.keys(ways)) {
      for (const talk of Object.keys(talks)) {
        cells.push([`js ${version} ${way} ${talk}`, () => connect(io, { transports: ways[way] }, talks[talk])]);
      }
      cells.push([`js ${version} ${way} 200 at connect`, () => connect(io, { transports: ways[way], early }, talks.text)]);
      cells.push([`js ${version} ${way} chat`, () => chat(io, way)]);
      cells.push([`js ${version} ${way} namespaces`, () => namespaces(io, way)]);
      for (const option of Object.keys(options)) {
        const all = { transports: ways[way], ...options[option] };
        cells.push([`js ${version} ${way} ${option}`, () => connect(io, all, talks["nested bytes"])]);
      }
    }
  }
  // some at a time: one after the other would take minutes, all at once would measure the machine
  const next = async () => {
    for (let one = cells.shift(); one; one = cells.shift()) {
      await cell(...one);
    }
  };
  await Promise.all(Array.from({ length: 12 }, next));
  process.exit(0);
};

run();
