/** Which hours count while somebody is waited for. */
@NullMarked
package org.plimsoll.core.calendar;

import org.jspecify.annotations.NullMarked;
