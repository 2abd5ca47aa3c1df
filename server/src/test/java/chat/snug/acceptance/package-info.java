/** The product as its clients see it: a whole server, real clients. */
@NullMarked
package chat.snug.acceptance;

import org.jspecify.annotations.NullMarked;
