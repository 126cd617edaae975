/** Tolerances as a policy officer writes them. */
@NullMarked
package org.plimsoll.policy;

import org.jspecify.annotations.NullMarked;
