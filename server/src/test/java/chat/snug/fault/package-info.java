/**
 * The proof: load clients that record what they sent and saw, faults of every kind, and a checker
 * that says whether a promise was broken. The checker itself is shown to catch planted bugs.
 */
@NullMarked
package chat.snug.fault;

import org.jspecify.annotations.NullMarked;
