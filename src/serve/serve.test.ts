import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseArguments } from './arguments';
import { serve, type Serving } from './server';
import { startCluster } from './start-cluster';

const NOW = Date.UTC(2026, 0, 5, 9, 10);
let serving: Serving;
let url: string;

beforeAll(async () => {
  const started = startCluster({ nodes: undefined, empty: false, at: undefined, seed: 1 }, undefined, NOW);
  if (!started.ok) throw new Error(started.message);
  serving = await serve({ cluster: started.cluster, port: 0, speed: 1, running: false });
  url = `http://127.0.0.1:${serving.port}`;
});

afterAll(() => serving.close());

interface Got {
  code: number;
  body: string;
}

/** Like fetch, but with any Host and Origin. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET', body = ''): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { host: '127.0.0.1', port: serving.port, path, method, headers, agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ code: response.statusCode ?? 0, body: text }));
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

async function clock(action?: object): Promise<{ code: number; state: Record<string, unknown> }> {
  const got = action
    ? await ask('/debug/clock', { 'content-type': 'application/json' }, 'POST', JSON.stringify(action))
    : await ask('/debug/clock');
  return { code: got.code, state: JSON.parse(got.body) as Record<string, unknown> };
}

test('the default cluster is there', async () => {
  const { code, body } = await ask('/apis/apps/v1/daemonsets');
  expect(code).toBe(200);
  const { items } = JSON.parse(body) as { items: { metadata: { name: string } }[] };
  expect(items.map((item) => item.metadata.name)).toEqual(['nginx', 'kindnet', 'kube-proxy']);
});

describe('who may ask', () => {
  test.each(['127.0.0.1', 'localhost:1234', '[::1]', 'LOCALHOST'])('Host %s', async (host) => {
    expect((await ask('/version', { host })).code).toBe(200);
  });

  test.each([
    'evil.example.com',
    '127.0.0.1.evil.example.com',
    '10.0.0.1',
    '0.0.0.0',
    'localhost.',
    '[::1]x',
  ])('not Host %s', async (host) => {
    expect((await ask('/version', { host })).code).toBe(421);
  });

  test.each<Record<string, string>>([
    { origin: 'http://evil.example.com' },
    { origin: 'null' },
    { origin: 'http://localhost:1' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('no web page: %j', async (headers) => {
    const path = '/api/v1/namespaces/default/configmaps';
    const body = '{"metadata":{"name":"x"}}';
    expect((await ask(path, headers, 'POST', body)).code).toBe(403);
    expect((await ask(`${path}/x`)).code).toBe(404);
  });

  test('nobody is told that other pages may read', async () => {
    const response = await fetch(`${url}/version`);
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('bytes', () => {
  /** What comes back on a bare connection; it must end. */
  async function raw(bytes: string | Buffer): Promise<string> {
    const socket = connect(serving.port, '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => (text += chunk.toString('latin1')));
    socket.on('error', () => {});
    socket.end(bytes);
    await once(socket, 'close');
    return text;
  }

  const HEAD = 'Host: localhost\r\nConnection: close\r\n';
  const noise = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 2654435761) % 251));

  test.each<[string, string | Buffer, RegExp]>([
    ['noise', noise, /^HTTP\/1\.1 400 /],
    ['nothing', '', /^$/],
    ['a greeting of TLS', Buffer.from([0x16, 3, 1, 2, 0, 1, 0]), /^HTTP\/1\.1 400 /],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['HTTP 1.0 without a host', 'GET /version HTTP/1.0\r\n\r\n', /^HTTP\/1\.1 421 /],
    ['a path with NUL', `GET /api/v1/%00 HTTP/1.1\r\n${HEAD}\r\n`, /^HTTP\/1\.1 404 /],
    ['a path that cannot be decoded', `GET /api/%zz HTTP/1.1\r\n${HEAD}\r\n`, /^HTTP\/1\.1 400 /],
    ['a path up', `GET /../../etc/passwd HTTP/1.1\r\n${HEAD}\r\n`, /^HTTP\/1\.1 404 /],
    ['a whole URL', `GET http://evil.example.com/ HTTP/1.1\r\n${HEAD}\r\n`, /^HTTP\/1\.1 400 /],
    ['a tunnel', `CONNECT evil.example.com:443 HTTP/1.1\r\n${HEAD}\r\n`, /^/],
    [
      'an upgrade',
      `GET /version HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n`,
      /^/,
    ],
    ['huge headers', `GET / HTTP/1.1\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`, /^HTTP\/1\.1 (400|431) /],
    ['a strange method', `PROPFIND /api/v1 HTTP/1.1\r\n${HEAD}\r\n`, /^HTTP\/1\.1 405 /],
    [
      'two lengths',
      `POST / HTTP/1.1\r\n${HEAD}Content-Length: 1\r\nContent-Length: 2\r\n\r\nx`,
      /^HTTP\/1\.1 400 /,
    ],
    [
      'a body that breaks off',
      `POST /api/v1/namespaces HTTP/1.1\r\n${HEAD}Content-Length: 100\r\n\r\n{`,
      /^/,
    ],
    [
      'a body that is no UTF-8',
      Buffer.concat([
        Buffer.from(`POST /api/v1/namespaces HTTP/1.1\r\n${HEAD}Content-Length: 3\r\n\r\n`),
        Buffer.from([0xff, 0xfe, 0x80]),
      ]),
      /^HTTP\/1\.1 400 /,
    ],
  ])('%s', async (_what, bytes, wanted) => {
    expect(await raw(bytes)).toMatch(wanted);
    expect((await ask('/version')).code).toBe(200);
  });

  test('a body of more than three mebibytes is refused, one without end cut off', async () => {
    const got = await ask('/api/v1/namespaces', {}, 'POST', 'x'.repeat(3_200_000));
    expect(JSON.parse(got.body)).toMatchObject({
      code: 413,
      message: 'Request entity too large: limit is 3145728',
    });
    const protobuf = { 'content-type': 'application/vnd.kubernetes.protobuf' };
    expect((await ask('/api/v1/namespaces', protobuf, 'POST', `k8s\0${'x'.repeat(3_200_000)}`)).code).toBe(
      413,
    );
    await expect(ask('/api/v1/namespaces', {}, 'POST', 'x'.repeat(40_000_000))).rejects.toThrow();
    expect((await ask('/version')).code).toBe(200);
  });

  test('warnings beyond ASCII are carried as bytes', async () => {
    const path = '/api/v1/namespaces/default/configmaps?dryRun=All';
    const response = await fetch(url + path, {
      method: 'POST',
      body: '{"metadata":{"name":"x"},"fä":1}',
      headers: { 'content-type': 'application/json' },
    });
    expect(Buffer.from(response.headers.get('warning') ?? '', 'latin1').toString('utf8')).toBe(
      String.raw`299 - "unknown field \"fä\""`,
    );
  });
});

test('a watch comes line by line while things happen, and ends when its time is over', async () => {
  const path = '/api/v1/namespaces/default/configmaps';
  const response = await fetch(
    `${url}${path}?watch=true&timeoutSeconds=1&fieldSelector=metadata.name%3Dseen`,
  );
  expect(response.headers.get('transfer-encoding')).toBe('chunked');
  await ask(path, { 'content-type': 'application/json' }, 'POST', '{"metadata":{"name":"seen"}}');
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const first = Buffer.from((await reader.read()).value ?? []).toString('utf8');
  expect(JSON.parse(first)).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'seen' } } });
  expect((await reader.read()).done).toBe(true);
});

describe('/debug/clock', () => {
  test('stands, steps, leaps and runs', async () => {
    const before = (await clock()).state;
    expect(before).toMatchObject({ now: new Date(NOW).toISOString(), running: false, speed: 1 });
    expect((await clock({ action: 'advance', seconds: 90 })).state).toMatchObject({
      now: new Date(NOW + 90_000).toISOString(),
      running: false,
    });
    await ask(
      '/api/v1/namespaces/default/pods',
      { 'content-type': 'application/json' },
      'POST',
      JSON.stringify(POD),
    );
    const { state } = await clock({ action: 'step' });
    expect(Date.parse(state['now'] as string)).toBeGreaterThan(NOW + 90_000);
    expect((await clock({ action: 'run', speed: 100 })).state).toMatchObject({ running: true, speed: 100 });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const later = (await clock({ action: 'pause' })).state['now'] as string;
    expect(Date.parse(later) - Date.parse(state['now'] as string)).toBeGreaterThan(5_000);
    expect((await clock()).state['now']).toBe(later);
  });

  test.each([
    {},
    { action: 'fly' },
    { action: 'run', speed: 0 },
    { action: 'run', speed: '1' },
    { action: 'advance' },
    { action: 'advance', seconds: -1 },
    { action: 'advance', seconds: 1e9 },
    [],
  ])('%j is refused', async (action) => {
    const { code, state } = await clock(action);
    expect(code).toBe(400);
    expect(state['error']).toEqual(expect.any(String));
  });

  test('the machines', async () => {
    const sim = (line: string) =>
      ask('/debug/sim', { 'content-type': 'application/json' }, 'POST', JSON.stringify({ line }));
    expect(await sim('sim add-node worker-9 --ready')).toMatchObject({ code: 200 });
    expect((await ask('/api/v1/nodes/worker-9')).code).toBe(200);
    expect((await sim('sim fly')).code).toBe(422);
    expect((await sim('kubectl delete node worker-9')).code).toBe(400);
  });
});

const POD = { metadata: { name: 'stepped' }, spec: { containers: [{ name: 'c', image: 'nginx:1.28' }] } };

test('the command prints the line to use, and stops in good order', async () => {
  const root = join(import.meta.dirname, '../..');
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/serve/main.ts', '--port', '0', '--empty'], {
    cwd: root,
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  while (!/get ds -A -o wide\n/.test(printed)) await once(child.stdout, 'data');
  const server = /HOME=\$\(mktemp -d\) kubectl --server=(http:\/\/127\.0\.0\.1:\d+) get ds -A -o wide/.exec(
    printed,
  )?.[1];
  const watch = await fetch(`${server}/api/v1/pods?watch=true`);
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(await watch.text()).toBe('');
}, 60_000);

describe('what is served', () => {
  const options = { nodes: undefined, empty: false, at: undefined, seed: 1 };
  const names = (
    started: ReturnType<typeof startCluster>,
    kind: 'Node' | 'DaemonSet' | 'ConfigMap',
  ): string[] =>
    started.ok ? started.cluster.read.list(kind).map((o) => o.metadata.name) : [started.message];

  test('as many nodes as asked for, or none at all', () => {
    expect(names(startCluster({ ...options, nodes: 3 }, undefined, NOW), 'Node')).toEqual([
      'cp-1',
      'worker-1',
      'worker-2',
      'worker-3',
    ]);
    expect(names(startCluster({ ...options, empty: true }, undefined, NOW), 'Node')).toEqual([]);
  });

  test('a file of manifests in place of the default workload', () => {
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: mine}\n';
    const started = startCluster(options, text, NOW);
    expect(names(started, 'ConfigMap')).toContain('mine');
    expect(names(started, 'DaemonSet')).toEqual(['kindnet', 'kube-proxy']);
    expect(names(startCluster(options, 'apiVersion: v1\nkind: Foo\n', NOW), 'Node')[0]).toContain(
      'no matches for kind',
    );
  });

  test('a scenario, with its playhead at the start', () => {
    const scenario = { version: 1, base: 'three-nodes-1', seed: 1, text: '', playhead: 60_000 };
    const actions = [{ at: 30_000, line: 'sim add-node worker-3 --ready' }];
    const started = startCluster(options, JSON.stringify({ ...scenario, actions }), NOW);
    expect(names(started, 'Node')).toContain('worker-3');
    expect(started.ok && started.cluster.now).toBe(NOW);
    expect(startCluster(options, JSON.stringify({ ...scenario, base: 'x', actions }), NOW).ok).toBe(false);
  });

  test.each<[string, object]>([
    ['', { ok: true, arguments: { port: 8001, speed: 1, paused: false } }],
    [
      '--port 0 --nodes=4 --speed 2.5 --paused --at 2026-01-05T09:10:00Z a.yaml',
      {
        ok: true,
        arguments: { port: 0, nodes: 4, speed: 2.5, paused: true, at: NOW, file: 'a.yaml' },
      },
    ],
    ['--help', { ok: 'help' }],
    ['--port 99999', { ok: false }],
    ['--speed 0', { ok: false }],
    ['--nodes x', { ok: false }],
    ['--fly', { ok: false, message: 'unknown option --fly' }],
    ['a b', { ok: false }],
  ])('the command line %j', (line, wanted) => {
    expect(parseArguments(line.split(' ').filter(Boolean))).toMatchObject(wanted);
  });
});
