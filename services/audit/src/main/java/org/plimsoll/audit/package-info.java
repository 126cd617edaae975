/** For the auditor who trusts nobody: the trail read back and derived again. */
@NullMarked
package org.plimsoll.audit;

import org.jspecify.annotations.NullMarked;
