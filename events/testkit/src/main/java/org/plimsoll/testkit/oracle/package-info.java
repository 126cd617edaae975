/**
 * A second answer to every question that core answers, written from the same documents and not from
 * core's code: plain, slow, and in whole numbers of any size. Of core it uses the records that go
 * in and come out, and none of what decides.
 */
@NullMarked
package org.plimsoll.testkit.oracle;

import org.jspecify.annotations.NullMarked;
