/** The least of an API client: JSON requests and watches over TLS, with the token of ../witness/control-plane.ts. */
import { Agent, request } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { AUTHORIZATION } from '../witness/control-plane';

export interface Answer {
  code: number;
  body: unknown;
}

export interface WatchEvent {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: unknown;
  /** Milliseconds since epoch at which it arrived. */
  at: number;
}

export class Client {
  private readonly agent = new Agent({ keepAlive: true, rejectUnauthorized: false });

  constructor(private readonly port: number) {}

  async send(method: string, path: string, body?: unknown, type = 'application/json'): Promise<Answer> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const response = await this.open(method, path, text, type);
    let all = '';
    for await (const chunk of response.setEncoding('utf8')) all += String(chunk);
    return { code: response.statusCode ?? 0, body: all === '' ? undefined : (JSON.parse(all) as unknown) };
  }

  /** Everything there is, then every change. Returns when the stream is open. */
  async watch(path: string, tell: (event: WatchEvent) => void): Promise<void> {
    const response = await this.open('GET', `${path}?watch=true`);
    let rest = '';
    response.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) tell({ ...(JSON.parse(line) as WatchEvent), at: Date.now() });
    });
    response.on('error', () => undefined);
  }

  close(): void {
    this.agent.destroy();
  }

  private open(method: string, path: string, text?: string, type?: string): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const headers = {
        authorization: AUTHORIZATION,
        accept: 'application/json',
        ...(text !== undefined && { 'content-type': type, 'content-length': Buffer.byteLength(text) }),
      };
      request({ host: '127.0.0.1', port: this.port, agent: this.agent, method, path, headers }, resolve)
        .on('error', reject)
        .end(text);
    });
  }
}
