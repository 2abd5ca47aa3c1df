/**
 * What operators see: the only place with names of metrics.
 *
 * <p>Does not know what is measured, only how it is counted and shown.
 */
@NullMarked
package chat.snug.metric;

import org.jspecify.annotations.NullMarked;
