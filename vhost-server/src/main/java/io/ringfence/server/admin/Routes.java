package io.ringfence.server.admin;

/**
 * What the admin interface answers. Results are records, or anything else that Jackson writes as a
 * JSON object. Called from several threads at once, never from a network thread, so a call may
 * block.
 */
public interface Routes {
  /** GET /status. */
  Object status() throws RequestRefused;

  /** GET /stats. */
  Object stats() throws RequestRefused;

  /** GET /barriers. */
  Object barriers() throws RequestRefused;

  /**
   * PUT /barriers: swaps the barrier policy and returns when every ring runs under it.
   *
   * @throws RequestRefused {@link RequestRefused#badRequest} for a name that is none, {@link
   *     RequestRefused#conflict} for one that cannot be had now
   */
  Object setBarriers(String policy) throws RequestRefused;

  /**
   * POST /take-over: expects a process that takes everything over, and says at which socket.
   *
   * @throws RequestRefused {@link RequestRefused#conflict} where one is expected already
   */
  Object takeOver() throws RequestRefused;
}
