package org.plimsoll.core.measure;

/**
 * What an indicator is to reach.
 *
 * @param targetTenThousandths the target times 10,000
 * @param direction AT_LEAST: achieved when the value is no less; AT_MOST: when it is no more
 */
public record Target(String indicatorId, long targetTenThousandths, Direction direction) {

  /** Whether this value, times 10,000, achieves the target. */
  public boolean isAchievedBy(long valueTenThousandths) {
    return switch (direction) {
      case AT_LEAST -> valueTenThousandths >= targetTenThousandths;
      case AT_MOST -> valueTenThousandths <= targetTenThousandths;
    };
  }
}
