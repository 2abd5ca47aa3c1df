/**
 * Attachments: takes them in as they come, checks what they are, keeps them on disk and hands them
 * out. Knows no HTTP, no SQL and no sockets.
 *
 * <p>In its folder: {@code tmp/} holds what is on its way in, {@code kept/ab/abc…} what a row of
 * the index names, with {@code .thumbnail} beside pictures of older versions. A file is on disk
 * before its row is; what has no row for an hour is removed.
 */
@NullMarked
package chat.snug.file;

import org.jspecify.annotations.NullMarked;
