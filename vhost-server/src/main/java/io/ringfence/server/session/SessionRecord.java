package io.ringfence.server.session;

import io.ringfence.server.device.DeviceRecord;
import io.ringfence.server.records.KeepsUnknown;
import io.ringfence.server.records.Required;
import io.ringfence.server.request.FdTable;

/**
 * A session, recorded for another process. Descriptors are indexes into an {@link FdTable}.
 *
 * @param id its number
 * @param pid process id of the front-end
 * @param socket the connection
 * @param protocolFeatures accepted, a mask
 * @param status as SET_STATUS left it
 * @param backendChannel the descriptor of SET_BACKEND_REQ_FD; null without one
 * @param device its device
 */
@KeepsUnknown(identifiedBy = "id")
public record SessionRecord(
    @Required int id,
    long pid,
    @Required int socket,
    @Required long protocolFeatures,
    int status,
    Integer backendChannel,
    @Required DeviceRecord device) {}
