/**
 * The meaning of a record's declaration for a process of another version. Such a record is encoded
 * as JSON, one field per component, and read by the new process.
 *
 * <ul>
 *   <li>A field that is missing, or null although its type has no null, has the value of {@link
 *       io.ringfence.server.records.Default}. Without that annotation it is 0, false, an empty list
 *       or null.
 *   <li>A field that is {@link io.ringfence.server.records.Required} must be present: the message
 *       is refused otherwise, and the refusal names the field.
 *   <li>An unknown field is ignored. Records with {@link io.ringfence.server.records.KeepsUnknown}
 *       pass it on at the next hand-over.
 * </ul>
 *
 * <p>DESIGN.md, "Hand-over between versions", has the rules for a change of such a record.
 */
package io.ringfence.server.records;
