/**
 * Names of persons and the keys of what they wrote: what is kept of them outside of the trail, so
 * that it can be erased.
 */
@NullMarked
package org.plimsoll.leadership.persons;

import org.jspecify.annotations.NullMarked;
