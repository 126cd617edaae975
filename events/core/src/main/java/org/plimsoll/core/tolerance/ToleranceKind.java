package org.plimsoll.core.tolerance;

/** The seven kinds of tolerance. Source: PRINCE2 7 (PeopleCert, 2023), "tolerance". */
public enum ToleranceKind {
  TIME,
  COST,
  SCOPE,
  QUALITY,
  RISK,
  BENEFIT,
  SUSTAINABILITY
}
