/** Numbers computed from status, exact and without a clock. */
@NullMarked
package org.plimsoll.core.measure;

import org.jspecify.annotations.NullMarked;
