/** The same decision folded over a whole history. */
@NullMarked
package org.plimsoll.core.replay;

import org.jspecify.annotations.NullMarked;
