/**
 * Telling people and systems what travelled upward: who wants to know what, the outbox, the
 * channels and the log of what arrived.
 */
@NullMarked
package org.plimsoll.leadership.subscription;

import org.jspecify.annotations.NullMarked;
