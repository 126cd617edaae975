/** How far a measure may deviate before the level above must know. */
@NullMarked
package org.plimsoll.core.tolerance;

import org.jspecify.annotations.NullMarked;
