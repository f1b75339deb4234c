/** A client of a real API server, for captures: `KUBE_SERVER` is its address, `KUBE_TOKEN` a bearer token. */
import { Agent, request } from 'node:https';
import type { JsonObject } from '../../../../k8s/types';

export interface Answer {
  body: JsonObject;
  warnings: string[];
  /** Header `Date`, as ms since the Unix epoch. */
  date: number;
}

export function realServer() {
  const server = process.env['KUBE_SERVER'];
  if (server === undefined) throw new Error('KUBE_SERVER is not set');
  const agent = new Agent({ rejectUnauthorized: false, keepAlive: true });
  const authorization = `Bearer ${process.env['KUBE_TOKEN'] ?? ''}`;
  return (
    method: string,
    path: string,
    object?: JsonObject,
    accept = 'application/json',
  ): Promise<Answer> => {
    const headers = { authorization, accept, 'content-type': 'application/json' };
    return new Promise((resolve, reject) => {
      const sent = request(`${server}${path}`, { method, agent, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const lines = response.rawHeaders;
          const warnings = lines.flatMap((line, at) =>
            lines[at - 1]?.toLowerCase() === 'warning'
              ? [JSON.parse(line.replace(/^299 - /, '')) as string]
              : [],
          );
          const body = JSON.parse(Buffer.concat(parts).toString()) as JsonObject;
          resolve({ body, warnings, date: Date.parse(response.headers.date ?? '') });
        });
      });
      sent.on('error', reject);
      sent.end(object === undefined ? '' : JSON.stringify(object));
    });
  };
}
