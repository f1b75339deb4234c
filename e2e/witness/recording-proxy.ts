/** Stands between kubectl and the API server and writes down what they say. Only for recording. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import { AUTHORIZATION } from './control-plane';

/** A request and its answer as they went over the wire. */
export interface RawExchange {
  method: string;
  /** Path and query. */
  url: string;
  accept: string;
  contentType: string;
  requestBody: Buffer;
  code: number;
  warnings: string[];
  answerType: string;
  answer: string;
  /** The answer is a watch: `answer` grows until the client goes. */
  watch: boolean;
}

export interface RecordingProxy {
  port: number;
  /** The exchanges since the last call, in order of arrival. */
  take(): RawExchange[];
  close(): void;
}

export async function startProxy(target: number): Promise<RecordingProxy> {
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: false });
  let exchanges: RawExchange[] = [];
  // One at a time (but watches): the order of the record is then the order in which the server did the work.
  let turn: Promise<unknown> = Promise.resolve();
  const server = createServer((incoming, outgoing) => {
    void readAll(incoming).then((body) => {
      const exchange = newExchange(incoming, body);
      exchanges.push(exchange);
      const pass = (): Promise<void> => forward(agent, target, incoming, body, exchange, outgoing);
      if (exchange.watch) void pass();
      else turn = turn.then(pass);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    take: () => exchanges.splice(0),
    close: () => {
      server.closeAllConnections();
      server.close();
      agent.destroy();
      exchanges = [];
    },
  };
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function newExchange(incoming: IncomingMessage, requestBody: Buffer): RawExchange {
  const url = incoming.url ?? '/';
  return {
    method: incoming.method ?? 'GET',
    url,
    accept: incoming.headers.accept ?? '',
    contentType: incoming.headers['content-type'] ?? '',
    requestBody,
    code: 0,
    warnings: [],
    answerType: '',
    answer: '',
    watch: /[?&]watch=(true|1)(&|$)|^\/apis?\/.*\/watch\//.test(url),
  };
}

function forward(
  agent: Agent,
  port: number,
  incoming: IncomingMessage,
  body: Buffer,
  exchange: RawExchange,
  outgoing: ServerResponse,
): Promise<void> {
  return new Promise((resolve) => {
    const { accept, 'content-type': type, 'user-agent': userAgent } = incoming.headers;
    const headers: Record<string, string> = { authorization: AUTHORIZATION, 'user-agent': userAgent ?? '' };
    // What comes back is to be read: clients that would like protobuf also take JSON.
    if (accept !== undefined)
      headers['accept'] = accept.replace(/application\/vnd\.kubernetes\.protobuf[^,]*,/g, '');
    if (type !== undefined) headers['content-type'] = type;
    if (body.length > 0) headers['content-length'] = String(body.length);
    const upstream = request(
      { host: '127.0.0.1', port, agent, method: exchange.method, path: exchange.url, headers },
      (response) => {
        exchange.code = response.statusCode ?? 0;
        exchange.answerType = response.headers['content-type'] ?? '';
        exchange.warnings = warningsOf(response);
        const passed = { ...response.headers };
        delete passed['transfer-encoding'];
        delete passed['content-length'];
        outgoing.writeHead(exchange.code, passed);
        outgoing.flushHeaders();
        // Passed on as bytes: OpenAPI comes as protobuf.
        const text = new StringDecoder('utf8');
        response.on('data', (part: Buffer) => {
          exchange.answer += text.write(part);
          outgoing.write(part);
        });
        response.on('end', () => {
          outgoing.end();
          resolve();
        });
        response.on('error', () => resolve());
      },
    );
    upstream.on('error', () => {
      outgoing.destroy();
      resolve();
    });
    outgoing.on('close', () => {
      upstream.destroy();
      resolve();
    });
    upstream.end(body);
  });
}

/** `299 - "text"`, one header each. */
function warningsOf(response: IncomingMessage): string[] {
  const found: string[] = [];
  response.rawHeaders.forEach((name, i) => {
    if (i % 2 === 0 && name.toLowerCase() === 'warning') found.push(response.rawHeaders[i + 1] ?? '');
  });
  return found;
}
