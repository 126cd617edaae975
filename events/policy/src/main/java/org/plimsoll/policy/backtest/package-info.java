/** What a policy would have done, had it stood from the beginning of a recorded history. */
@NullMarked
package org.plimsoll.policy.backtest;

import org.jspecify.annotations.NullMarked;
