/** Two small servers that let anybody run a protocol test suite against the wire. */
@NullMarked
package chat.snug.conformance;

import org.jspecify.annotations.NullMarked;
