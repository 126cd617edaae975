package org.plimsoll.intake;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.plimsoll.schema.ToleranceGrant;
import org.plimsoll.schema.ToleranceTerms;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Every version of every tolerance that the engine has taken, as the trail says. From it follows
 * which version a policy is next, and whether it says anything new.
 */
@Component
final class Granted {
  private final JdbcTemplate jdbc;

  Granted(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** A tolerance of a node. */
  record Name(String nodeId, String toleranceId) {}

  /**
   * A version of one.
   *
   * @param contentSha256 as {@link #content} gives it
   */
  record Version(
      int version, @Nullable LocalDate from, @Nullable LocalDate until, String contentSha256) {

    private boolean isFor(@Nullable ToleranceTerms terms) {
      return java.util.Objects.equals(from, terms == null ? null : terms.getEffectiveFrom())
          && java.util.Objects.equals(until, terms == null ? null : terms.getEffectiveUntil());
    }

    /** Whether a later one without days stands in the place of this one, which had begun. */
    private boolean isReplacedBy(Version later, LocalDate today) {
      return until == null
          && from != null
          && !from.isAfter(today)
          && later.version > version
          && later.from == null
          && later.until == null;
    }
  }

  /** What two grants have in common that say the same, whatever event and version they are. */
  static String content(ToleranceGrant grant) {
    return Submission.sha256(
        Submission.avro(ToleranceGrant.newBuilder(grant).setEventId("-").setVersion(0).build()));
  }

  /** The engine has taken it. */
  void taken(ToleranceGrant grant) {
    ToleranceTerms terms = grant.getTerms();
    jdbc.update(
        """
        insert into granted (node_id, tolerance_id, version, begins, ends, content_sha256)
        values (?, ?, ?, ?, ?, ?) on conflict do nothing\
        """,
        grant.getNodeId(),
        grant.getToleranceId(),
        grant.getVersion(),
        terms == null ? null : terms.getEffectiveFrom(),
        terms == null ? null : terms.getEffectiveUntil(),
        content(grant));
  }

  /** The versions of these nodes' tolerances, oldest first. */
  Map<Name, List<Version>> of(Collection<String> nodeIds) {
    Map<Name, List<Version>> versions = new HashMap<>();
    jdbc.query(
        """
        select node_id, tolerance_id, version, begins, ends, content_sha256 from granted
        where node_id = any(?) order by node_id, tolerance_id, version\
        """,
        row -> {
          versions
              .computeIfAbsent(
                  new Name(row.getString(1), row.getString(2)), _ -> new java.util.ArrayList<>())
              .add(
                  new Version(
                      row.getInt(3),
                      row.getObject(4, LocalDate.class),
                      row.getObject(5, LocalDate.class),
                      row.getString(6)));
        },
        (Object) nodeIds.toArray(String[]::new));
    return versions;
  }

  /** The newest version without a last day; null where there is none. */
  static @Nullable Integer lasting(List<Version> versions) {
    Integer newest = null;
    for (Version version : versions) {
      if (version.until == null) {
        newest = version.version;
      }
    }
    return newest;
  }

  /** The version that says the same for the same days and stands; null where there is none. */
  static @Nullable Version standing(List<Version> versions, ToleranceGrant grant, LocalDate today) {
    Version newest = null;
    for (Version version : versions) {
      if (version.isFor(grant.getTerms())) {
        newest = version;
      }
    }
    if (newest == null || !newest.contentSha256.equals(content(grant))) {
      return null;
    }
    for (Version later : versions) {
      if (newest.isReplacedBy(later, today)) {
        return null;
      }
    }
    return newest;
  }
}
