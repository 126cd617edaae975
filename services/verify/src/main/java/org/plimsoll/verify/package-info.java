/** What checks an export alone: commands that need the export and nothing else, as one jar. */
@NullMarked
package org.plimsoll.verify;

import org.jspecify.annotations.NullMarked;
