-- Rooms, their codes and seats, and the event log. Times are in ms since 1970.

CREATE TABLE room (
  id           TEXT   NOT NULL PRIMARY KEY,
  epoch        TEXT   NOT NULL,
  title        TEXT   NOT NULL,
  lifetime     TEXT   NOT NULL,
  created_at   BIGINT NOT NULL,
  creation_key TEXT   UNIQUE             -- SHA-256 of the request that made the room
);

CREATE TABLE room_code (
  code    TEXT   NOT NULL PRIMARY KEY,
  room_id TEXT   UNIQUE,                 -- null: in quarantine
  free_at BIGINT                         -- end of the quarantine
);

CREATE TABLE room_head (                 -- narrow: every append writes here
  room_id       TEXT   NOT NULL PRIMARY KEY,
  head_sequence BIGINT NOT NULL
) WITH (fillfactor = 50);                -- so that no append touches an index

CREATE TABLE seat (
  room_id    TEXT NOT NULL,
  member_id  TEXT NOT NULL,
  token_hash TEXT NOT NULL,              -- SHA-256; the token itself is nowhere
  name       TEXT NOT NULL,
  role       TEXT NOT NULL,
  PRIMARY KEY (room_id, member_id),
  UNIQUE (room_id, token_hash)
);

CREATE TABLE event (
  room_id      TEXT   NOT NULL,
  sequence     BIGINT NOT NULL,
  id           TEXT   NOT NULL,
  at           BIGINT NOT NULL,
  member_id    TEXT   NOT NULL,
  member_name  TEXT   NOT NULL,
  command_id   TEXT,
  content_hash TEXT   NOT NULL,          -- of the command as it came: stays when the body goes
  type         TEXT   NOT NULL,
  target       TEXT,                     -- the event or member that this one is about
  reply_to     TEXT,
  body         TEXT,                     -- a message's text as it stands, a member's new name
  outbox        TEXT,                    -- the sender's name for its queue, and the place in it
  outbox_number BIGINT,
  PRIMARY KEY (room_id, sequence)
);

CREATE UNIQUE INDEX event_by_command ON event (room_id, member_id, command_id);

CREATE UNIQUE INDEX event_by_outbox ON event (room_id, member_id, outbox, outbox_number)
  WHERE outbox IS NOT NULL;

CREATE TABLE doomed_room (               -- gone for everybody; its events are being removed
  room_id TEXT NOT NULL PRIMARY KEY
);
