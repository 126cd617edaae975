/** What an agency puts into its own system to publish status changes. */
@NullMarked
package org.plimsoll.client;

import org.jspecify.annotations.NullMarked;
