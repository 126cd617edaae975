package org.plimsoll.core.escalation;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * How a status change reached the log.
 *
 * @param agencyId the agency whose intake topic it came through
 * @param receivedOn the UTC day on which the broker took it
 * @param key the record's key, which is to be the program's id; null where there was none
 * @param placed whether the record lies in the partition that its key belongs to
 * @param contentSha256 of the record's value, hexadecimal; tells a repetition from a reused id
 */
public record Origin(
    String agencyId,
    LocalDate receivedOn,
    @Nullable String key,
    boolean placed,
    String contentSha256) {}
