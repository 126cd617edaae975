/** What stands as bytes that outlive the process, to go on with a history from there. */
@NullMarked
package org.plimsoll.core.snapshot;

import org.jspecify.annotations.NullMarked;
