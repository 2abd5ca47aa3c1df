/**
 * Rooms as files that people take along: written as a page, as JSON or as Markdown, and read back.
 *
 * <p>Does not know how a file reaches anybody.
 */
@NullMarked
package chat.snug.archive;

import org.jspecify.annotations.NullMarked;
