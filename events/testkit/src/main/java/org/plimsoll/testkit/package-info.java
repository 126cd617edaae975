/** What tests of all modules stand on: a real cluster, seeded histories, named laws. */
@NullMarked
package org.plimsoll.testkit;

import org.jspecify.annotations.NullMarked;
