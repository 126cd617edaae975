/**
 * A broker, a schema registry and a database, each a real process of its own on loopback, for one
 * machine and for tests.
 */
@NullMarked
package org.plimsoll.processes;

import org.jspecify.annotations.NullMarked;
