-- A message in the index has other words now, or none: they are changed a slice at a time.

CREATE TABLE search_change (
  room_id  TEXT   NOT NULL,
  sequence BIGINT NOT NULL,
  PRIMARY KEY (room_id, sequence)
) WITHOUT ROWID;

-- To overwrite words in the index costs some 50 µs for each of their characters: they are taken out
-- a few at a time, from the front, and what stands here is what the index has still.

DROP TRIGGER message_search_changed;

CREATE TRIGGER message_search_shortened AFTER UPDATE ON message_search
WHEN length(new.folded) < length(old.folded) BEGIN
  -- each part of three characters that begins in front of the rest
  INSERT INTO message_search_index (message_search_index, rowid, folded)
  VALUES ('delete', old.id, substr(old.folded, 1, length(old.folded) - length(new.folded) + 2));
  -- the row itself stays
  INSERT INTO message_search_index (rowid, folded) VALUES (new.id, '');
END;

CREATE TRIGGER message_search_filled AFTER UPDATE ON message_search
WHEN length(new.folded) >= length(old.folded) BEGIN
  INSERT INTO message_search_index (message_search_index, rowid, folded)
  VALUES ('delete', old.id, old.folded);
  INSERT INTO message_search_index (rowid, folded) VALUES (new.id, new.folded);
END;
