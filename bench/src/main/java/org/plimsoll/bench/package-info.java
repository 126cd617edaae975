/** The engine beside its limits and its peers, on one workload and one broker. */
@NullMarked
package org.plimsoll.bench;

import org.jspecify.annotations.NullMarked;
