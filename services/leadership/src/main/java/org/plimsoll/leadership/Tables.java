package org.plimsoll.leadership;

import java.sql.Connection;
import java.sql.SQLException;

/** Rows of one batch for the tables that follow from the trail alone. */
final class Tables {
  final Appended entries =
      new Appended("trail_entry", "tier text, partition int, sequence bigint, entry bytea");
  final Rows nodes =
      new Rows(
          "node",
          "node_id text, level text, parent_id text, name_kk text, name_ru text, name_en text,"
              + " agency_id text, currency text, person text, role text, role_kk text, role_ru text,"
              + " baseline_source text, targets jsonb, source text, tier text, partition int, sequence bigint,"
              + " known_from bigint",
          "(node_id) DO UPDATE SET (level, parent_id, name_kk, name_ru, name_en, agency_id,"
              + " currency, person, role, role_kk, role_ru, baseline_source, targets, source, tier, partition,"
              + " sequence, known_from) = (excluded.level, excluded.parent_id, excluded.name_kk,"
              + " excluded.name_ru, excluded.name_en, excluded.agency_id, excluded.currency,"
              + " excluded.person, excluded.role, excluded.role_kk, excluded.role_ru, excluded.baseline_source, excluded.targets,"
              + " excluded.source, excluded.tier, excluded.partition, excluded.sequence,"
              // A node that is stated in another partition is known there from then on.
              + " CASE WHEN (node.tier, node.partition) = (excluded.tier, excluded.partition)"
              + " THEN node.known_from ELSE excluded.known_from END)");
  final Rows baselines =
      new Rows(
          "baseline",
          "node_id text, original boolean, declared boolean, cost_minor bigint, finish date,"
              + " on_date date, tier text, partition int, sequence bigint",
          "DO NOTHING");
  final FigureRows figures = new FigureRows();
  final Rows tolerances =
      new Rows(
          "tolerance",
          "node_id text, tolerance_id text, version int, kind text, measure text,"
              + " indicator_id text, breach text, unit text, limit_10000 bigint, granted_by text,"
              + " reason text, tier text, partition int, sequence bigint, event_id text,"
              + " taken_at timestamptz",
          "DO NOTHING");

  /** How much of a program's amounts its projects hold, each time that changed. */
  final Rows givenOn =
      new Rows(
          "given_on",
          "node_id text, measure text, projects int, least_open int, least_10000 numeric,"
              + " most_open int, most_10000 numeric, tier text, partition int, sequence bigint",
          "DO NOTHING");

  /** What the deadband and the budget held back, and where it stands. */
  final Rows restraints =
      new Rows(
          "restraint",
          "node_id text, kind text, subject text, tier text, partition int, sequence bigint",
          "DO NOTHING");

  /** Calls for help that somebody answered. */
  final Rows answered =
      new Rows(
          "answered",
          "request_id text, node_id text, answered_by text, tier text, partition int, sequence"
              + " bigint",
          "DO NOTHING");

  /** Signals that begin; a newer one of the same kind takes the place of an older one. */
  final Rows signals =
      new Rows(
          "signal",
          "node_id text, signal text, tolerance_id text, reports int, value_numerator bigint,"
              + " value_denominator bigint, against_numerator bigint, against_denominator bigint,"
              + " since date, on_date date, ended_on date, tier text, partition int,"
              + " sequence bigint, event_id text",
          "(node_id, signal, tolerance_id) DO UPDATE SET (reports, value_numerator,"
              + " value_denominator, against_numerator, against_denominator, since, on_date,"
              + " ended_on, tier, partition, sequence, event_id) = (excluded.reports,"
              + " excluded.value_numerator, excluded.value_denominator,"
              + " excluded.against_numerator, excluded.against_denominator, excluded.since,"
              + " excluded.on_date, excluded.ended_on, excluded.tier, excluded.partition,"
              + " excluded.sequence, excluded.event_id)");

  final Rows exceptions =
      new Rows(
          "exception",
          "exception_id text, node_id text, tolerance_id text, tolerance_version int, kind text,"
              + " measure text, indicator_id text, breach text, unit text, limit_10000 bigint,"
              + " state text, step int, raised_numerator bigint, raised_denominator bigint,"
              + " numerator bigint, denominator bigint, raised_on date, changed_on date,"
              + " cleared_on date, tier text, partition int, raised_sequence bigint,"
              + " sequence bigint, raised_event_id text, event_id text",
          "(exception_id) DO UPDATE SET (tolerance_version, limit_10000, state, step, numerator,"
              + " denominator, changed_on, cleared_on, sequence, event_id) ="
              + " (excluded.tolerance_version, excluded.limit_10000, excluded.state,"
              + " excluded.step, excluded.numerator, excluded.denominator, excluded.changed_on,"
              + " excluded.cleared_on, excluded.sequence, excluded.event_id)");
  final Appended changes =
      new Appended(
          "exception_change",
          "exception_id text, change text, numerator bigint, denominator bigint,"
              + " limit_10000 bigint, step int, on_date date, tier text, partition int,"
              + " sequence bigint, event_id text, revision int, expected_on date,"
              + " earliest_on date, latest_on date, forecast_reports int");

  /** Which entries concern a node. */
  final Appended nodeEntries =
      new Appended(
          "node_entry",
          "node_id text, tier text, partition int, sequence bigint, input_type text, own boolean,"
              + " accepted boolean, weighed boolean, data_date date, taken_at timestamptz");

  final Appended ticks =
      new Appended(
          "tick",
          "tier text, partition int, sequence bigint, at timestamptz, taken_at timestamptz");
  final Appended decisions =
      new Appended(
          "decision",
          "node_id text, exception_id text, kind text, decided_by text, decided_as text, decided_at"
              + " timestamptz, reason text, limit_10000 bigint, until_date date, plan_due_on date,"
              + " handed_to text, answers_revision int, cost_minor bigint, finish date,"
              + " tolerance_id text, accepted boolean, refused_reason text, refused_field text,"
              + " refused_value text, refused_expected text, tier text, partition int, sequence"
              + " bigint, event_id text, taken_at timestamptz");
  final Appended suppressions =
      new Appended(
          "suppression",
          "node_id text, tolerance_id text, exception_id text, why text, count int, since date,"
              + " on_date date, tier text, partition int, sequence bigint, event_id text,"
              + " kept_by text");
  final Appended passedUp =
      new Appended(
          "passed_up",
          "exception_id text, node_id text, from_level text, to_level text, waited_for text,"
              + " waiting_since timestamptz, at timestamptz, revision int, tier text,"
              + " partition int, sequence bigint, event_id text");

  /** Whether somebody has answered an exception since it last changed hands. */
  final Rows handlings =
      new Rows(
          "handling",
          "exception_id text, acknowledged boolean, handed_over boolean",
          "(exception_id) DO UPDATE SET (acknowledged, handed_over) ="
              + " (excluded.acknowledged, excluded.handed_over)");

  /** When versions of tolerances began to stand and ran out. */
  final Appended periods =
      new Appended(
          "tolerance_period",
          "node_id text, tolerance_id text, version int, what text, tier text, partition int,"
              + " sequence bigint");

  final Appended refusals =
      new Appended(
          "refusal",
          "reason text, field text, value text, expected text, sender text, input_type text,"
              + " input_topic text, input_partition int, input_offset bigint, tier text,"
              + " partition int, sequence bigint, event_id text, taken_at timestamptz");

  void write(Connection connection) throws SQLException {
    entries.write(connection);
    nodes.write(connection);
    baselines.write(connection);
    figures.write(connection);
    tolerances.write(connection);
    givenOn.write(connection);
    restraints.write(connection);
    answered.write(connection);
    signals.write(connection);
    exceptions.write(connection);
    changes.write(connection);
    refusals.write(connection);
    nodeEntries.write(connection);
    ticks.write(connection);
    decisions.write(connection);
    suppressions.write(connection);
    passedUp.write(connection);
    handlings.write(connection);
    periods.write(connection);
  }
}
