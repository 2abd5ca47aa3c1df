-- A message in the index has other words now, or none: they are changed a slice at a time.

CREATE TABLE search_change (
  room_id  TEXT   NOT NULL,
  sequence BIGINT NOT NULL,
  PRIMARY KEY (room_id, sequence)
);
