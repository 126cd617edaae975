/**
 * Signs what the trail has come to and publishes it. The only part of the audit that writes to the
 * broker, and only to the topic of checkpoints.
 */
@NullMarked
package org.plimsoll.audit.publication;

import org.jspecify.annotations.NullMarked;
