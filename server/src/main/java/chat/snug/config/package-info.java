/**
 * Reads the configuration and explains what is wrong with it.
 *
 * <p>Knows the options of the parts, not the parts.
 */
@NullMarked
package chat.snug.config;

import org.jspecify.annotations.NullMarked;
