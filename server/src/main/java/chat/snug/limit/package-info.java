/**
 * How much and how fast: bounds that are not a rule of rooms or of the wire.
 *
 * <p>Knows nothing but the JDK; does not know what is bounded.
 */
@NullMarked
package chat.snug.limit;

import org.jspecify.annotations.NullMarked;
