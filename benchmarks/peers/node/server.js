// A chat room on Socket.IO for Node, as its tutorial would have it: rooms, and a broadcast to them.
const { createServer } = require('node:http');
const { randomUUID } = require('node:crypto');
const { Server } = require('socket.io');

const http = createServer();
const io = new Server(http, { serveClient: false });
io.on('connection', (socket) => {
  socket.on('join', ({ room, name }, ack) => {
    socket.data = { room, name };
    socket.join(room);
    ack({ ok: true });
  });
  socket.on('message', ({ text }, ack) => {
    const { room, name } = socket.data;
    if (typeof text !== 'string' || text.length > 4000) {
      return ack({ ok: false });
    }
    const message = { id: randomUUID(), room, name, text, at: Date.now() };
    io.to(room).emit('message', message);
    ack({ ok: true, id: message.id });
  });
});
http.listen(Number(process.argv[2]), '127.0.0.1');
