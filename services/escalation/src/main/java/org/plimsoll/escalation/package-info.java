/** The engine as it runs: thin processors around core. */
@NullMarked
package org.plimsoll.escalation;

import org.jspecify.annotations.NullMarked;
