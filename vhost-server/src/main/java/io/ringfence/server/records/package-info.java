/**
 * What the declaration of a record says to a process of another version. Such a record is written
 * down as JSON, a field for each component, and read by whoever takes over.
 *
 * <ul>
 *   <li>A field that is missing, or null where its type has no null, has the value of {@link
 *       io.ringfence.server.records.Default}. Without that annotation it is 0, false, an empty list
 *       or null.
 *   <li>A field that is {@link io.ringfence.server.records.Required} cannot be missing: the message
 *       is refused, and the refusal names the field.
 *   <li>A field that the reader does not know is ignored. Records that {@link
 *       io.ringfence.server.records.KeepsUnknown} have it passed on at the next hand-over.
 * </ul>
 *
 * <p>DESIGN.md, "Hand-over between versions", has the rules for a change of such a record.
 */
package io.ringfence.server.records;
