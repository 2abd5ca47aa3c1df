/** The tests of the server and of the page at other times, in other places and languages. */
@NullMarked
package chat.snug.calendar;

import org.jspecify.annotations.NullMarked;
