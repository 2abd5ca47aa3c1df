-- Files: rows only, the bytes lie on disk.

CREATE TABLE file (
  id          TEXT   NOT NULL PRIMARY KEY,
  room_id     TEXT   NOT NULL,
  member_id   TEXT   NOT NULL,
  upload_key  TEXT   NOT NULL,           -- the uploader's own name for it
  name        TEXT   NOT NULL,
  type        TEXT   NOT NULL,
  size        BIGINT NOT NULL,
  width       INTEGER,                   -- of pictures, in pixels
  height      INTEGER,
  thumbnail   INTEGER NOT NULL,          -- 1: there is one
  uploaded_at BIGINT NOT NULL,
  sequence    BIGINT,                    -- of its message; null: still waits for it
  position    INTEGER,                   -- among the files of the message
  UNIQUE (room_id, member_id, upload_key)
);

CREATE INDEX file_by_message ON file (room_id, sequence);

CREATE INDEX file_by_waiting ON file (uploaded_at) WHERE sequence IS NULL;

CREATE TABLE doomed_file (               -- its row is gone; its bytes are being removed
  id TEXT NOT NULL PRIMARY KEY
);
