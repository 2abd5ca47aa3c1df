-- What a file shows, for those who do not see it.

ALTER TABLE file ADD COLUMN description TEXT;
