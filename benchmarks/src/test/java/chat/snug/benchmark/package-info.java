/** Tests of the loads, and what is held in every build. */
@NullMarked
package chat.snug.benchmark;

import org.jspecify.annotations.NullMarked;
