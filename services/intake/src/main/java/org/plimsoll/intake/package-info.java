/**
 * Takes what agencies and the operator state over HTTP and in files, and publishes it: to an
 * agency's intake topic, or to the topics of facts and grants.
 */
@NullMarked
package org.plimsoll.intake;

import org.jspecify.annotations.NullMarked;
