/** Starts real processes, and leaves none behind. */
@NullMarked
package org.plimsoll.processes;

import org.jspecify.annotations.NullMarked;
