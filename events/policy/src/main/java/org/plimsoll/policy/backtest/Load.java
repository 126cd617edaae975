package org.plimsoll.policy.backtest;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.plimsoll.core.escalation.Facts;
import org.plimsoll.core.escalation.Level;
import org.plimsoll.core.escalation.Position;

/**
 * How much attention exceptions asked for. An item is one delivery of one change of an exception to
 * one level. It is counted for the node that answers there, on the data date of the figures or the
 * day of the tick, because the days on which a history was taken may all be one. Confirmations and
 * calls for help are the same under every policy and are not counted.
 *
 * @param items in all
 * @param byLevel the same by the level that was told
 * @param days of the period, its first and last included
 * @param receivers nodes that answer for others in the period's nodes, with items or without
 * @param persons those with items, with most items first
 */
public record Load(long items, Delivered byLevel, long days, long receivers, List<Person> persons) {
  /**
   * Items that one person can take in during a working day: one for each ten minutes of eight
   * hours. EEMUA publication 191 calls a long-term average of fewer than one alarm per ten minutes
   * very likely to be acceptable.
   */
  public static final int ITEMS_PER_DAY = 6 * 8;

  public Load {
    persons = List.copyOf(persons);
  }

  /**
   * One item.
   *
   * @param receiver the node that answers
   * @param to its level
   * @param nodeId of the exception
   * @param cause place in the trail of the input after which it was delivered
   */
  public record Item(
      String receiver, Level to, LocalDate on, String nodeId, String exceptionId, Position cause) {}

  /**
   * The items of one receiver.
   *
   * @param receiver the node that answers
   * @param accountable who is accountable for it; null where nobody is named
   * @param busiest items on the day that had most
   * @param daysOver days with more items than {@link #ITEMS_PER_DAY}
   * @param overflow items above it, over all days
   * @param months items by month
   */
  public record Person(
      String receiver,
      @Nullable String accountable,
      long items,
      long busiest,
      LocalDate busiestDay,
      long daysOver,
      long overflow,
      Map<YearMonth, Long> months) {}

  /** Items of one receiver in a month, on average. */
  public double perPersonAndMonth() {
    return perPersonAndDay() * 365.25 / 12;
  }

  /** Items of one receiver on a day, on average. */
  public double perPersonAndDay() {
    return receivers == 0 || days == 0 ? 0 : (double) items / receivers / days;
  }

  /** Items above the budget, over all receivers and days. */
  public long overflow() {
    return persons.stream().mapToLong(Person::overflow).sum();
  }

  /** Items on the busiest day of any one receiver. */
  public long busiest() {
    return persons.stream().mapToLong(Person::busiest).max().orElse(0);
  }

  static Item item(Course.Item item, Map<String, Facts> nodes) {
    return new Item(
        receiver(nodes, item.nodeId(), item.to()),
        item.to(),
        item.on(),
        item.nodeId(),
        item.exceptionId(),
        item.cause());
  }

  static Load of(Collection<Item> items, Map<String, Facts> nodes, long days, long receivers) {
    Map<String, TreeMap<LocalDate, Long>> byReceiver = new TreeMap<>();
    for (Item item : items) {
      byReceiver
          .computeIfAbsent(item.receiver(), _ -> new TreeMap<>())
          .merge(item.on(), 1L, Long::sum);
    }
    List<Person> persons = new ArrayList<>();
    byReceiver.forEach((receiver, byDay) -> persons.add(person(receiver, byDay, nodes)));
    persons.sort(
        Comparator.comparingLong(Person::items).reversed().thenComparing(Person::receiver));
    return new Load(
        items.size(), Delivered.of(items.stream().map(Item::to)), days, receivers, persons);
  }

  /** Where the node above is not known by its facts, its own name stands for the level's. */
  static String receiver(Map<String, Facts> nodes, String nodeId, Level to) {
    String receiver = Ancestors.receiver(nodes, nodeId, to);
    return receiver == null ? nodeId : receiver;
  }

  private static Person person(
      String receiver, TreeMap<LocalDate, Long> byDay, Map<String, Facts> nodes) {
    long items = 0;
    long daysOver = 0;
    long overflow = 0;
    Map.Entry<LocalDate, Long> busiest = byDay.firstEntry();
    Map<YearMonth, Long> months = new TreeMap<>();
    for (Map.Entry<LocalDate, Long> day : byDay.entrySet()) {
      long count = day.getValue();
      items += count;
      daysOver += count > ITEMS_PER_DAY ? 1 : 0;
      overflow += Math.max(0, count - ITEMS_PER_DAY);
      busiest = count > busiest.getValue() ? day : busiest;
      months.merge(YearMonth.from(day.getKey()), count, Long::sum);
    }
    Facts facts = nodes.get(receiver);
    return new Person(
        receiver,
        facts == null ? null : facts.accountable(),
        items,
        busiest.getValue(),
        busiest.getKey(),
        daysOver,
        overflow,
        months);
  }
}
