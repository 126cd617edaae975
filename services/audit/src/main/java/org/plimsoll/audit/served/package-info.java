/**
 * The log over HTTP, for reading: checkpoints, keys, tiles and proofs. Has nothing to write with.
 */
@NullMarked
package org.plimsoll.audit.served;

import org.jspecify.annotations.NullMarked;
