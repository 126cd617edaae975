/**
 * A witness (C2SP tlog-witness), in the hands of somebody else than the log's owner: it says of a
 * checkpoint that the log only grew since the one before.
 */
@NullMarked
package org.plimsoll.audit.witness;

import org.jspecify.annotations.NullMarked;
