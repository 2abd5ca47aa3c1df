/**
 * Keeps rooms, seats and events in SQL.
 *
 * <pre>
 * room         id → epoch, title, lifetime, created_at, creation_key
 * room_code    code → room_id, or free_at while in quarantine
 * room_head    room_id → head_sequence               written by every append
 * seat         (room_id, member_id) → token_hash, name, role
 * event        (room_id, sequence) → id, at, member, command_id, content
 *              unique (room_id, member_id, command_id): once
 *              by (id, room_id): an event by its id
 * search_change (room_id, sequence)                 in the index, with words that have changed
 * doomed_messages (room_id, member_id) → sent_before  gone for everybody; still to be removed
 * doomed_room  room_id                               events still to be removed
 * </pre>
 *
 * <p>Knows no JSON, no sockets and no rules: what may be stored is decided in {@code
 * chat.snug.room}.
 */
@NullMarked
package chat.snug.store;

import org.jspecify.annotations.NullMarked;
