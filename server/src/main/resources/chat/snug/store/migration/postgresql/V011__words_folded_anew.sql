-- Words are folded otherwise than before (apostrophes, letters of Arabic and of Turkish): the index begins anew.

TRUNCATE message_search, search_head, search_change;
