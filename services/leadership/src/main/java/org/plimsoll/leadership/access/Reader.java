package org.plimsoll.leadership.access;

/**
 * Who asks. A handler takes one as an argument; without a sign-in it is not called.
 *
 * @param person as the facts of nodes name who answers for them, and as decisions name who decided
 * @param scope what they see now; asked for anew with each request, because facts change
 */
public record Reader(String person, Scope scope) {}
