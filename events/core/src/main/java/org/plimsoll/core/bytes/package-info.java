/** Values as bytes in memory: none outlives the process. */
@NullMarked
package org.plimsoll.core.bytes;

import org.jspecify.annotations.NullMarked;
