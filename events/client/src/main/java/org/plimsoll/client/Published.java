package org.plimsoll.client;

/**
 * Where the broker keeps a status change. It has been taken in, not yet weighed: the trail says
 * whether it was accepted.
 *
 * @param eventId the name under which to ask what became of it
 */
public record Published(String topic, int partition, long offset, String eventId) {}
