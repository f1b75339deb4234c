/** Between sockets and values: requests in, answers out. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { MAX_BODY } from '../rest/statuses';
import { PROTOBUF, protobufToJson } from './protobuf/decode';
import type { Header, RestRequest } from '../rest/types';

/** undefined when the path is none, as with a proxy's requests. */
export function requestOf(message: IncomingMessage, body: string): RestRequest | undefined {
  const url = message.url ?? '';
  if (!url.startsWith('/')) return undefined;
  const at = url.indexOf('?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    method: message.method ?? 'GET',
    path: at < 0 ? url : url.slice(0, at),
    query: at < 0 ? [] : [...new URLSearchParams(url.slice(at + 1))],
    headers,
    body,
  };
}

/** Bytes of a body that are read before the connection is closed. */
const MOST_READ = 8 * MAX_BODY;

/** The body as text. Of one that is too long only so much is kept that it still is; undefined when the client went away, or was sent away. */
export async function readText(message: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size <= MAX_BODY + chunk.length) chunks.push(chunk);
      // Who is still writing does not read the answer; there is an end to that, and it is the connection's.
      if (size > MOST_READ) {
        message.socket.destroy();
        return undefined;
      }
    }
  } catch {
    return undefined;
  }
  const bytes = Buffer.concat(chunks);
  const isProtobuf = message.headers['content-type'] === PROTOBUF;
  // Too long in any form: the door says so before it looks at the form.
  if (isProtobuf && size > MAX_BODY) message.headers['content-type'] = 'application/json';
  const decoded = isProtobuf && size <= MAX_BODY ? protobufToJson(bytes) : undefined;
  if (decoded) {
    message.headers['content-type'] = 'application/json';
    return JSON.stringify(decoded);
  }
  return size > MAX_BODY ? bytes.toString('latin1').slice(0, MAX_BODY + 1) : bytes.toString('utf8');
}

export function writeHead(response: ServerResponse, code: number, headers: readonly Header[]): void {
  response.writeHead(
    code,
    headers.flatMap(([name, value]) => [name, headerValue(value)]),
  );
}

/** Headers carry bytes: UTF-8 in the shape of Latin-1, without control characters. */
function headerValue(value: string): string {
  // oxlint-disable-next-line no-control-regex
  return Buffer.from(value.replaceAll(/[\u0000-\u001f\u007f]/g, ' '), 'utf8').toString('latin1');
}
