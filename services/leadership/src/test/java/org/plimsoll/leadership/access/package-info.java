/** Laws of signing in that need no service. */
@NullMarked
package org.plimsoll.leadership.access;

import org.jspecify.annotations.NullMarked;
