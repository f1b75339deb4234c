/** A loopback HTTP server around one cluster. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Cluster } from '../engine/index';
import { handle } from '../rest/handle';
import { Clock } from './clock';
import { debug } from './debug';
import { barred } from './guard';
import { readText, requestOf, writeHead } from './http';
import { LIMITS } from './limits';
import { Streams } from './streams';

export interface ServeOptions {
  cluster: Cluster;
  /** 0: any free one. */
  port: number;
  speed: number;
  running: boolean;
}

export interface Serving {
  port: number;
  /** Ends the watches, refuses new connections, resolves when all are gone. */
  close(): Promise<void>;
}

/** Milliseconds that open connections have when the server stops. */
const GRACE = 200;

/** Listens on 127.0.0.1. Rejects when the port is taken. */
export async function serve({ cluster, port, speed, running }: ServeOptions): Promise<Serving> {
  const streams = new Streams();
  const clock = new Clock(cluster, () => streams.pump(), report, speed, running);
  const server = createServer(
    {
      maxHeaderSize: LIMITS.headers,
      headersTimeout: LIMITS.headersTime,
      requestTimeout: LIMITS.requestTime,
      keepAliveTimeout: LIMITS.idleTime,
    },
    (message, response) => {
      answer(message, response, cluster, clock, streams).catch((error: unknown) => fail(response, error));
    },
  );
  server.maxConnections = LIMITS.connections;
  server.on('clientError', (_error, socket) => refuse(socket as Socket));
  const bound = await listen(server, port);
  clock.start();
  return {
    port: bound,
    close: () =>
      new Promise((resolve) => {
        clock.stop();
        streams.close();
        server.close(() => resolve());
        // What is being written may end first.
        setTimeout(() => server.closeAllConnections(), GRACE);
      }),
  };
}

async function answer(
  message: IncomingMessage,
  response: ServerResponse,
  cluster: Cluster,
  clock: Clock,
  streams: Streams,
): Promise<void> {
  const bar = barred(message.headers);
  if (bar) return sendJson(response, bar.code, { error: bar.message });
  const body = await readText(message);
  if (body === undefined) return;
  const request = requestOf(message, body);
  if (!request) return sendJson(response, 400, { error: 'the request is not for a path of this server' });
  const debugged = await debug(cluster, clock, request.method, request.path, body);
  if (debugged) {
    streams.pump();
    return sendJson(response, debugged.code, debugged.value);
  }
  const answered = handle(cluster, request);
  cluster.settle();
  streams.pump();
  if (answered.type === 'stream') {
    if (streams.full) return sendJson(response, 429, { error: 'too many watches are open' });
    writeHead(response, answered.code, answered.headers);
    response.flushHeaders();
    streams.add(answered, response);
    return;
  }
  writeHead(response, answered.code, answered.headers);
  response.end(answered.body);
}

function sendJson(response: ServerResponse, code: number, value: object): void {
  writeHead(response, code, [['content-type', 'application/json']]);
  response.end(`${JSON.stringify(value)}\n`);
}

/** A bug of ours: the client hears of it, the others go on. */
function fail(response: ServerResponse, error: unknown): void {
  report(error);
  if (response.headersSent) response.destroy();
  else
    sendJson(response, 500, {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'Internal error occurred: the simulation failed',
      reason: 'InternalError',
      code: 500,
    });
}

function report(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
}

/** Bytes that are no HTTP. */
function refuse(socket: Socket): void {
  if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n');
  else socket.destroy();
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
