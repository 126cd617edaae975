/** Read model, screens and streams for those who decide. */
@NullMarked
package org.plimsoll.leadership;

import org.jspecify.annotations.NullMarked;
