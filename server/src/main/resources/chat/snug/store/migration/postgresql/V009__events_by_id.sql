-- An event is found by its id, and what a member has deleted is removed a slice at a time.

-- By the id first: ids sort by time, so that the events of all rooms are added at one end.
CREATE INDEX event_by_id ON event (id, room_id);

CREATE TABLE doomed_messages (           -- gone for everybody; they are being removed
  room_id     TEXT   NOT NULL,
  member_id   TEXT   NOT NULL,           -- who sent them
  sent_before BIGINT NOT NULL,           -- all of a smaller sequence
  removed_to  BIGINT NOT NULL,           -- removed up to this sequence
  PRIMARY KEY (room_id, member_id)
);
