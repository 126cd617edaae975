/** Between Avro on Kafka and the records of core: topics, schema registry, mapping both ways. */
@NullMarked
package org.plimsoll.wire;

import org.jspecify.annotations.NullMarked;
