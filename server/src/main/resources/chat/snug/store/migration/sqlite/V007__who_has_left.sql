-- Who has left a room holds a seat that is good for nothing but to come back.

ALTER TABLE seat ADD COLUMN has_left INTEGER NOT NULL DEFAULT 0;
