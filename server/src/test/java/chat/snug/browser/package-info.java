/** The page as people see it: a whole server, real browsers. */
@NullMarked
package chat.snug.browser;

import org.jspecify.annotations.NullMarked;
