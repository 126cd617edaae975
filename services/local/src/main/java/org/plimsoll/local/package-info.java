/** One machine: starts broker, registry, database and all services, and is the command line. */
@NullMarked
package org.plimsoll.local;

import org.jspecify.annotations.NullMarked;
