/* The least a chat server can do for a delivery: one thread, epoll, just enough Socket.IO for the clients of this module.
 * A bound to measure against, not a product: it trusts its clients, checks nothing, and stores nothing.
 *
 *   room PORT send      one send() for each member and message, at once
 *   room PORT joined    what one round of epoll has brought is joined: one send() for each member and round
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MAX_CONNECTIONS = 65536, MAX_ROOMS = 16384, MAX_PACKET = 65536 };

struct bytes { char *at; size_t length; };
struct room { char name[32]; int *members; int count, capacity; struct bytes waiting; int dirty; };
struct connection { struct room *room; int upgraded, dirty; char name[32]; struct bytes rest, waiting; };

static struct connection connections[MAX_CONNECTIONS];
static struct room *rooms[MAX_ROOMS], *dirty_rooms[MAX_ROOMS];
static int room_count, dirty_room_count, dirty_connections[MAX_CONNECTIONS], dirty_connection_count;
static int joins_messages;
static unsigned long last_id;

static void append(struct bytes *to, const char *from, size_t length) {
  to->at = realloc(to->at, to->length + length);
  memcpy(to->at + to->length, from, length);
  to->length += length;
}

static struct room *room_of(const char *name, int length) {
  for (int i = 0; i < room_count; i++)
    if (!strncmp(rooms[i]->name, name, length) && !rooms[i]->name[length]) return rooms[i];
  struct room *room = calloc(1, sizeof *room);
  memcpy(room->name, name, length);
  return rooms[room_count++] = room;
}

static void send_all(int to, const char *from, size_t length) {
  while (length) {
    ssize_t sent = send(to, from, length, MSG_NOSIGNAL);
    if (sent > 0) {
      from += sent;
      length -= sent;
    } else if (errno == EAGAIN) {
      struct pollfd wait = {.fd = to, .events = POLLOUT};
      poll(&wait, 1, 100);
    } else {
      return;
    }
  }
}

/* RFC 6455, section 5.2: a text frame, server to client. Answers its length. */
static size_t frame(char *to, const char *text, size_t length) {
  size_t head = 2;
  to[0] = (char)0x81;
  if (length < 126) {
    to[1] = length;
  } else {
    to[1] = 126;
    to[2] = length >> 8;
    to[3] = length;
    head = 4;
  }
  memcpy(to + head, text, length);
  return head + length;
}

static void answer(int to, const char *text, size_t length) {
  char framed[4096];
  size_t size = frame(framed, text, length);
  struct connection *connection = &connections[to];
  if (!joins_messages) {
    send_all(to, framed, size);
    return;
  }
  if (!connection->dirty) {
    connection->dirty = 1;
    dirty_connections[dirty_connection_count++] = to;
  }
  append(&connection->waiting, framed, size);
}

static const char *field(const char *from, const char *end, const char *key, int *length) {
  const char *start = memmem(from, end - from, key, strlen(key));
  *length = 0;
  if (!start) return from;
  start += strlen(key);
  const char *quote = memchr(start, '"', end - start);
  if (quote) *length = quote - start;
  return start;
}

static void join(int who, const char *from, const char *end, const char *ack, int ack_length) {
  struct connection *connection = &connections[who];
  char text[256];
  int length;
  const char *value = field(from, end, "\"room\":\"", &length);
  struct room *room = connection->room = room_of(value, length);
  value = field(from, end, "\"name\":\"", &length);
  memcpy(connection->name, value, length);
  connection->name[length] = 0;
  if (room->count == room->capacity) {
    room->capacity = room->capacity * 2 + 8;
    room->members = realloc(room->members, sizeof(int) * room->capacity);
  }
  room->members[room->count++] = who;
  answer(who, text, sprintf(text, "43%.*s[{\"ok\":true}]", ack_length, ack));
}

static void say(int who, const char *from, const char *end, const char *ack, int ack_length) {
  static char text[MAX_PACKET + 256], framed[MAX_PACKET + 512];
  struct connection *connection = &connections[who];
  struct room *room = connection->room;
  struct timespec now;
  int length;
  const char *said = field(from, end, "\"text\":\"", &length);
  clock_gettime(CLOCK_REALTIME, &now);
  int size = sprintf(text, "42[\"message\",{\"id\":\"%016lx\",\"room\":\"%s\",\"name\":\"%s\",\"text\":\"%.*s\",\"time\":%ld}]", ++last_id,
                     room->name, connection->name, length, said, now.tv_sec * 1000 + now.tv_nsec / 1000000);
  size_t bytes = frame(framed, text, size);
  if (joins_messages) {
    if (!room->dirty) {
      room->dirty = 1;
      dirty_rooms[dirty_room_count++] = room;
    }
    append(&room->waiting, framed, bytes);
  } else {
    for (int i = 0; i < room->count; i++) send_all(room->members[i], framed, bytes);
  }
  answer(who, text, sprintf(text, "43%.*s[{\"ok\":true,\"id\":\"%016lx\"}]", ack_length, ack, last_id));
}

static void packet(int from, const char *text, size_t length) {
  const char *end = text + length, *ack = text + 2, *event = ack;
  char connected[64];
  if (length == 2 && !memcmp(text, "40", 2)) {
    answer(from, connected, sprintf(connected, "40{\"sid\":\"s%d\"}", from));
    return;
  }
  if (length < 4 || text[0] != '4' || text[1] != '2') return;
  while (event < end && *event >= '0' && *event <= '9') event++;
  if (!memcmp(event, "[\"join\"", 7)) join(from, event, end, ack, event - ack);
  else if (!memcmp(event, "[\"message\"", 10) && connections[from].room) say(from, event, end, ack, event - ack);
}

static void flush_joined(void) {
  for (int i = 0; i < dirty_room_count; i++) {
    struct room *room = dirty_rooms[i];
    for (int k = 0; k < room->count; k++) send_all(room->members[k], room->waiting.at, room->waiting.length);
    room->dirty = 0;
    room->waiting.length = 0;
  }
  for (int i = 0; i < dirty_connection_count; i++) {
    struct connection *connection = &connections[dirty_connections[i]];
    send_all(dirty_connections[i], connection->waiting.at, connection->waiting.length);
    connection->dirty = 0;
    connection->waiting.length = 0;
  }
  dirty_room_count = dirty_connection_count = 0;
}

static void forget(int gone) {
  struct connection *connection = &connections[gone];
  struct room *room = connection->room;
  for (int i = 0; room && i < room->count; i++)
    if (room->members[i] == gone) {
      room->members[i] = room->members[--room->count];
      break;
    }
  free(connection->rest.at);
  free(connection->waiting.at);
  memset(connection, 0, sizeof *connection);
  close(gone);
}

/* All clients of this module send the same key, so its answer is known. Answers where the frames begin. */
static size_t upgrade(int from, const char *bytes, size_t length) {
  static const char head[] =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: Bz3qJYTGdOe8gUSpLosEdiLKDrk=\r\n\r\n";
  const char *end = memmem(bytes, length, "\r\n\r\n", 4);
  char open[256], all[1024];
  if (!end) return 0;
  int size = sprintf(open, "0{\"sid\":\"s%d\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}", from);
  memcpy(all, head, sizeof head - 1);
  send_all(from, all, sizeof head - 1 + frame(all + sizeof head - 1, open, size));
  connections[from].upgraded = 1;
  return end + 4 - bytes;
}

static void readable(int from) {
  static char buffer[1 << 17];
  struct connection *connection = &connections[from];
  size_t kept = connection->rest.length, at = 0;
  if (kept) memcpy(buffer, connection->rest.at, kept);
  ssize_t received = recv(from, buffer + kept, sizeof buffer - kept, 0);
  if (received <= 0) {
    if (received == 0 || errno != EAGAIN) forget(from);
    return;
  }
  size_t length = kept + received;
  if (!connection->upgraded) at = upgrade(from, buffer, length);
  while (connection->upgraded && length - at >= 6) {
    unsigned char *frame = (unsigned char *)buffer + at;
    size_t head = 2, size = frame[1] & 127;
    if (size == 126) {
      if (length - at < 8) break;
      size = frame[2] << 8 | frame[3];
      head = 4;
    }
    if (length - at < head + 4 + size) break;
    unsigned char *mask = frame + head, *text = mask + 4;
    for (size_t i = 0; i < size; i++) text[i] ^= mask[i & 3];
    if ((frame[0] & 15) == 8) {
      forget(from);
      return;
    }
    packet(from, (char *)text, size);
    at += head + 4 + size;
  }
  connection->rest.length = 0;
  append(&connection->rest, buffer + at, length - at);
}

static void accept_all(int poll, int listening) {
  int accepted, on = 1;
  while ((accepted = accept4(listening, 0, 0, SOCK_NONBLOCK)) >= 0) {
    struct epoll_event event = {.events = EPOLLIN, .data.fd = accepted};
    setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    epoll_ctl(poll, EPOLL_CTL_ADD, accepted, &event);
  }
}

int main(int count, char **arguments) {
  if (count < 3 || (strcmp(arguments[2], "send") && strcmp(arguments[2], "joined"))) {
    fprintf(stderr, "usage: room PORT send|joined\n");
    return 2;
  }
  joins_messages = !strcmp(arguments[2], "joined");
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max < MAX_CONNECTIONS ? limit.rlim_max : MAX_CONNECTIONS;
  setrlimit(RLIMIT_NOFILE, &limit);
  int listening = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1, poll = epoll_create1(0);
  setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(arguments[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (bind(listening, (void *)&address, sizeof address) || listen(listening, 4096)) {
    perror("room");
    return 1;
  }
  struct epoll_event event = {.events = EPOLLIN, .data.fd = listening}, events[512];
  epoll_ctl(poll, EPOLL_CTL_ADD, listening, &event);
  for (;;) {
    int ready = epoll_wait(poll, events, 512, -1);
    for (int i = 0; i < ready; i++) {
      if (events[i].data.fd == listening) accept_all(poll, listening);
      else readable(events[i].data.fd);
    }
    if (joins_messages) flush_joined();
  }
}
