/** Files that people write, read so that every mistake is told by its line. */
@NullMarked
package org.plimsoll.policy.text;

import org.jspecify.annotations.NullMarked;
