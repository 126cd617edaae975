package org.plimsoll.leadership;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A handler whose answer follows from the address, the language, what its reader sees and the
 * position of the read model, and from nothing else: no clock, no table beside the read model.
 * Where these are as they were, {@link Revalidation} answers for it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface FollowsTrail {}
