/** The one decision: what an input changes, and what of it travels upward. */
@NullMarked
package org.plimsoll.core.escalation;

import org.jspecify.annotations.NullMarked;
