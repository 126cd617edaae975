/**
 * What makes it provable that nothing in the trail was altered or dropped: Merkle trees, signed
 * checkpoints and proofs, as RFC 9162 and C2SP define them. Pure functions and values; nothing here
 * reads or writes.
 */
@NullMarked
package org.plimsoll.audit.log;

import org.jspecify.annotations.NullMarked;
