package org.plimsoll.leadership;

import org.jspecify.annotations.Nullable;

/** A place in the trail, and the event that stands there. */
record Position(String tier, int partition, long sequence, @Nullable String eventId) {}
