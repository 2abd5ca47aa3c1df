/**
 * Keeps rooms, seats and events in SQL.
 *
 * <pre>
 * room             id → epoch, title, lifetime, created_at, creation_key, who_may_export
 * room_code        code → room_id, or free_at while in quarantine
 * room_head        room_id → head_sequence              written by every append
 * seat             (room_id, member_id) → token_hash, name, role, has_left
 * event            (room_id, sequence) → id, at, member, command, type and what belongs to it
 *                  unique (room_id, member_id, command_id): once
 *                  unique (room_id, member_id, outbox, outbox_number): in order
 *                  by (id, room_id): an event by its id
 * message_now      (room_id, sequence) → body, pinned_by   what became of a message
 * reaction         (room_id, sequence, emoji, member_id) → member_name, reacted_by
 * file             id → room_id, member_id, upload_key, name, type, size …
 *                  sequence of its message; none: still waits for it
 * search_head      room_id → sequence                   messages up to here are in the index
 * message_search   (room_id, sequence) → folded         words as they are looked for, by trigrams
 * search_change    (room_id, sequence)                  in the index, with words that have changed
 * doomed_room      room_id                              gone for everybody; still to be removed
 * doomed_messages  (room_id, member_id) → sent_before   the same
 * doomed_file      id                                   its row is gone; its bytes are to follow
 * </pre>
 *
 * <p>Knows no JSON, no sockets and no rules: what may be stored is decided in {@code
 * chat.snug.room}.
 */
@NullMarked
package chat.snug.store;

import org.jspecify.annotations.NullMarked;
