/**
 * Loads for chat servers, the same for all of them, and what they cost.
 *
 * <p>Talks to servers over the network alone; METHOD.md says what is counted.
 */
@NullMarked
package chat.snug.benchmark;

import org.jspecify.annotations.NullMarked;
