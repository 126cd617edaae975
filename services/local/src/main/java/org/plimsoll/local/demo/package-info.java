/** The demonstration: the study's portfolio, and the months that are played on it. */
@NullMarked
package org.plimsoll.local.demo;

import org.jspecify.annotations.NullMarked;
