/** The laws of telling. */
@NullMarked
package org.plimsoll.leadership.subscription;

import org.jspecify.annotations.NullMarked;
