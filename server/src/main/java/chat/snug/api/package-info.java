/**
 * The server over plain HTTP: files, saved rooms, health and metrics.
 *
 * <p>Does not know how HTTP is spoken, nor any rule.
 */
@NullMarked
package chat.snug.api;

import org.jspecify.annotations.NullMarked;
