-- What came under a key, SHA-256: the same key with other bytes is refused.

ALTER TABLE file ADD COLUMN digest TEXT;
