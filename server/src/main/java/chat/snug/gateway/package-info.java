/**
 * Speaks docs/protocol.md: the only reader of the clients' JSON and the only writer of event names.
 *
 * <p>Knows no frames, no sessions and no SQL; decides nothing: the rules are in {@code
 * chat.snug.room}.
 */
@NullMarked
package chat.snug.gateway;

import org.jspecify.annotations.NullMarked;
