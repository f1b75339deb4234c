import { Cluster } from '../../engine/index';
import { handle } from '../handle';
import type { RestAnswer, RestRequest, RestResponse } from '../types';

/** 2026-01-05T09:00:00Z. */
export const START = Date.UTC(2026, 0, 5, 9);

export interface Sent {
  method?: string;
  /** With the query. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

export function requestOf({ method = 'GET', path, headers = {}, body = '' }: Sent): RestRequest {
  const at = path.indexOf('?');
  return {
    method,
    path: at < 0 ? path : path.slice(0, at),
    query: at < 0 ? [] : [...new URLSearchParams(path.slice(at + 1))],
    headers,
    body,
  };
}

/** A cluster with the namespace `rest`, and its door. */
export function door() {
  const cluster = new Cluster({ seed: 1, startTime: START });
  const ask = (sent: Sent): RestAnswer => {
    const answer = handle(cluster, requestOf(sent));
    cluster.settle();
    return answer;
  };
  const send = (sent: Sent): RestResponse => {
    const answer = ask(sent);
    if (answer.type !== 'response') throw new Error('it was a stream');
    return answer;
  };
  const json = (sent: Sent): Record<string, unknown> =>
    JSON.parse(send(sent).body) as Record<string, unknown>;
  send({ method: 'POST', path: '/api/v1/namespaces', body: '{"metadata":{"name":"rest"}}' });
  return { cluster, ask, send, json };
}

export function headersOf(answer: RestAnswer, name: string): string[] {
  return answer.headers.filter(([own]) => own === name).map(([, value]) => value);
}
