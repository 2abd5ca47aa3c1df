-- Who may take the room along as a file: 'everyone' or 'hosts'.

ALTER TABLE room ADD COLUMN who_may_export TEXT NOT NULL DEFAULT 'everyone';
