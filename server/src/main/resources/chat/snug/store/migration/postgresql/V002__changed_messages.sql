-- What becomes of messages after they were sent.

CREATE TABLE message_now (               -- only of those that something happened to
  room_id   TEXT   NOT NULL,
  sequence  BIGINT NOT NULL,             -- of the message
  body      TEXT,                        -- its text, if it was edited
  pinned_by BIGINT,                      -- sequence of the event that pinned it
  PRIMARY KEY (room_id, sequence)
);

CREATE INDEX message_now_by_pin ON message_now (room_id, pinned_by) WHERE pinned_by IS NOT NULL;

CREATE TABLE reaction (
  room_id     TEXT   NOT NULL,
  sequence    BIGINT NOT NULL,           -- of the message
  emoji       TEXT   NOT NULL,
  member_id   TEXT   NOT NULL,
  member_name TEXT   NOT NULL,           -- at that time
  reacted_by  BIGINT NOT NULL,           -- sequence of the event
  PRIMARY KEY (room_id, sequence, emoji, member_id)
);

CREATE INDEX event_by_edited ON event (room_id, target) WHERE type = 'message:edited';
