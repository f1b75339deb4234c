/** What one client may cost the server. */
export const LIMITS = {
  /** Bytes of all headers of a request together. */
  headers: 32 * 1024,
  /** Milliseconds in which the headers, and the whole request, must have come. */
  headersTime: 10_000,
  requestTime: 30_000,
  /** Milliseconds that an idle connection stays open. */
  idleTime: 65_000,
  connections: 256,
  /** Watches open at the same time. */
  streams: 200,
  /** Bytes that a slow reader of a watch may leave waiting. */
  backlog: 16 * 1024 * 1024,
  /** Seconds of virtual time that one `advance` may ask for: a day. */
  advance: 24 * 3600,
  /** Times real time. */
  speed: 1000,
} as const;
