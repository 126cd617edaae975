package org.plimsoll.policy.backtest;

import org.plimsoll.core.escalation.Refusal;

/** A tolerance of the policy that core refused for a node, as the engine would have. */
public record NotGranted(String nodeId, String toleranceId, Refusal refusal) {}
