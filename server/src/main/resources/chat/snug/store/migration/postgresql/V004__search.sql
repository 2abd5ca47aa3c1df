-- What is looked for: filled for a room when somebody searches it for the first time.

CREATE TABLE search_head (
  room_id  TEXT   NOT NULL PRIMARY KEY,
  sequence BIGINT NOT NULL               -- messages up to here are in the index
);

CREATE TABLE message_search (
  room_id  TEXT   NOT NULL,
  sequence BIGINT NOT NULL,
  folded   TEXT   NOT NULL,              -- text and names of files, without accents, in lower case
  PRIMARY KEY (room_id, sequence)
);

CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE INDEX message_search_index ON message_search USING gin (folded gin_trgm_ops);
