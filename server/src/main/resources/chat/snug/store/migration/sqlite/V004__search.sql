-- What is looked for: filled for a room when somebody searches it for the first time.

CREATE TABLE search_head (
  room_id  TEXT   NOT NULL PRIMARY KEY,
  sequence BIGINT NOT NULL               -- messages up to here are in the index
) WITHOUT ROWID;

CREATE TABLE message_search (
  id       INTEGER PRIMARY KEY,
  room_id  TEXT   NOT NULL,
  sequence BIGINT NOT NULL,
  folded   TEXT   NOT NULL,              -- text and names of files, without accents, in lower case
  UNIQUE (room_id, sequence)
);

CREATE VIRTUAL TABLE message_search_index USING fts5(
  folded, content = 'message_search', content_rowid = 'id', tokenize = 'trigram');

INSERT INTO message_search_index (message_search_index, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER message_search_added AFTER INSERT ON message_search BEGIN
  INSERT INTO message_search_index (rowid, folded) VALUES (new.id, new.folded);
END;

CREATE TRIGGER message_search_removed AFTER DELETE ON message_search BEGIN
  INSERT INTO message_search_index (message_search_index, rowid, folded)
  VALUES ('delete', old.id, old.folded);
END;

CREATE TRIGGER message_search_changed AFTER UPDATE ON message_search BEGIN
  INSERT INTO message_search_index (message_search_index, rowid, folded)
  VALUES ('delete', old.id, old.folded);
  INSERT INTO message_search_index (rowid, folded) VALUES (new.id, new.folded);
END;
