/** Who may ask: programs on this machine, and no web page. */
import type { IncomingHttpHeaders } from 'node:http';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

export interface Barred {
  code: 403 | 421;
  message: string;
}

/**
 * Why a request is refused, if it is. A page that a browser shows can name this machine by a host name of its own (DNS rebinding),
 * or send requests without reading the answers; the first is seen by Host, the second by Origin or Sec-Fetch-Site.
 */
export function barred(headers: IncomingHttpHeaders): Barred | undefined {
  const host = headers.host ?? '';
  if (!isLoopback(host)) {
    return { code: 421, message: 'this server answers requests to 127.0.0.1, localhost and [::1] only' };
  }
  const { origin } = headers;
  const site = headers['sec-fetch-site'];
  const foreign = origin !== undefined && origin !== `http://${host}`;
  if (foreign || (site !== undefined && site !== 'same-origin' && site !== 'none')) {
    return { code: 403, message: 'requests from web pages are refused' };
  }
  return undefined;
}

function isLoopback(host: string): boolean {
  return LOOPBACK.has(host.toLowerCase().replace(/:\d{1,5}$/, ''));
}
