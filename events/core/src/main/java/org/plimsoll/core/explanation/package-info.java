/**
 * Why a tolerance is in exception, or why not: typed steps from figures to route, without a word of
 * any language.
 */
@NullMarked
package org.plimsoll.core.explanation;

import org.jspecify.annotations.NullMarked;
