/** The roof: the only place where the parts are put together. */
@NullMarked
package chat.snug;

import org.jspecify.annotations.NullMarked;
