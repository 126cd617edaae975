/** Laws of the read model, its interface and its screens. */
@NullMarked
package org.plimsoll.leadership;

import org.jspecify.annotations.NullMarked;
