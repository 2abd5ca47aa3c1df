-- Words are folded otherwise than before (apostrophes, letters of Arabic and of Turkish): the index begins anew.

DROP TRIGGER message_search_removed;     -- it would take them out one by one

INSERT INTO message_search_index (message_search_index) VALUES ('delete-all');
DELETE FROM message_search;
DELETE FROM search_head;
DELETE FROM search_change;

CREATE TRIGGER message_search_removed AFTER DELETE ON message_search BEGIN
  INSERT INTO message_search_index (message_search_index, rowid, folded)
  VALUES ('delete', old.id, old.folded);
END;
