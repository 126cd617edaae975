/** Laws of sealing that need no service. */
@NullMarked
package org.plimsoll.leadership.persons;

import org.jspecify.annotations.NullMarked;
