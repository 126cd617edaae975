package org.plimsoll.leadership;

import org.plimsoll.leadership.access.Reader;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The read model as one reader sees it, for one request: every query goes through their scope, and
 * there is no other way to ask. A handler takes it as an argument.
 */
record Seen(
    Reader reader,
    Attention attention,
    Board board,
    Budgets budgets,
    Calls calls,
    Charts charts,
    Choices choices,
    Decisions decisions,
    DecisionTrail decisionTrail,
    Escalations escalations,
    Exceptions exceptions,
    Explanations explanations,
    Flow flow,
    Handlings handlings,
    Inbox inbox,
    Nodes nodes,
    PortfolioMap map,
    Refusals refusals,
    Reports reports,
    Restraints restraints,
    Signals signals,
    Standings standings,
    Taken taken,
    Trail trail,
    Withheld withheld,
    TermsInWords termsInWords,
    RestraintsInWords restraintsInWords,
    ReportInWords reportInWords,
    WhyInWords whyInWords) {

  static Seen of(
      Reader reader,
      JdbcClient database,
      TrailReaders readers,
      Sentences sentences,
      Arithmetic arithmetic,
      InWords words,
      PersonsInWords persons,
      Recent.Of recent,
      Unchanged.Of unchanged) {
    Nodes nodes = new Nodes(database);
    Trail trail = new Trail(database, readers, reader.scope());
    Exceptions exceptions = new Exceptions(database);
    Decisions decisions = new Decisions(database);
    Standings standings = new Standings(database, nodes, trail);
    Calls calls = new Calls(database);
    Handlings handlings = new Handlings(database, standings);
    Budgets budgets = new Budgets(database, trail);
    Explanations explanations =
        new Explanations(nodes, standings, new Sources(standings, trail), trail);
    TermsInWords terms = new TermsInWords(words, sentences, nodes, persons);
    RestraintsInWords restraints = new RestraintsInWords(words, sentences, nodes);
    return new Seen(
        reader,
        new Attention(database, recent),
        new Board(database, recent, unchanged),
        budgets,
        calls,
        new Charts(nodes, exceptions, sentences, words),
        new Choices(reader, calls, nodes, sentences, persons),
        decisions,
        new DecisionTrail(database, decisions),
        new Escalations(database),
        exceptions,
        explanations,
        new Flow(database, recent),
        handlings,
        new Inbox(database, nodes, exceptions, unchanged, reader.person()),
        nodes,
        new PortfolioMap(database, recent, unchanged),
        new Refusals(database),
        new Reports(
            exceptions,
            nodes,
            handlings,
            standings,
            explanations,
            budgets,
            new Shares(database, nodes),
            database),
        new Restraints(database, trail, budgets, standings, nodes, exceptions),
        new Signals(database, words, sentences),
        standings,
        new Taken(database, recent),
        trail,
        new Withheld(database),
        terms,
        restraints,
        new ReportInWords(words, sentences, terms, restraints, nodes),
        new WhyInWords(words, sentences, arithmetic, terms, restraints, persons, exceptions));
  }
}
