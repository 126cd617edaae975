/** Who is signed in, how, and what they see. */
@NullMarked
package org.plimsoll.leadership.access;

import org.jspecify.annotations.NullMarked;
