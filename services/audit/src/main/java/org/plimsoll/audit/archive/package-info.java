/**
 * The trail in files that anybody can keep and check without us: writing an export, and verifying
 * one with no network.
 */
@NullMarked
package org.plimsoll.audit.archive;

import org.jspecify.annotations.NullMarked;
