/**
 * The production build on a port of its own, as any host of static files gives it: compressed beforehand. PORT and DIST name another
 * port, and another build than `dist`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const PORT = Number(process.env['PORT'] ?? 4193);
const DIST = process.env['DIST'] ?? 'dist';

const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
};

interface StaticFile {
  type: string;
  /** Gzipped. */
  body: Buffer;
}

/** What a measurement needs of the server beside the files; one with `seen` gets the next port, for it runs beside the plain one. */
export interface Extras {
  /** HTML put first into the head of index.html, before its content security policy. */
  head?: string;
  /** An empty page at `/start`, which goes on to the build by itself after so many milliseconds. */
  startAfter?: number;
  /** What the page posts to `/seen`, read as JSON. */
  seen?: (told: unknown) => void;
}

export async function withPreview<T>(use: (url: string) => Promise<T>, extras: Extras = {}): Promise<T> {
  const files = readFiles(extras);
  const server = createServer((request, response) => answer(request, response, files, extras));
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen(extras.seen ? PORT + 1 : PORT, '127.0.0.1', listening);
  });
  try {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    return await use(`http://127.0.0.1:${address.port}/`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

function readFiles({ head = '', startAfter }: Extras): ReadonlyMap<string, StaticFile> {
  const files = new Map<string, StaticFile>();
  const add = (path: string, content: string | Buffer): void => {
    const type = TYPES[extname(path)] ?? 'application/octet-stream';
    files.set(path, { type, body: gzipSync(content, { level: 9 }) });
  };
  for (const file of readdirSync(DIST, { recursive: true, withFileTypes: true })) {
    const path = join(file.parentPath, file.name);
    if (file.isFile()) add(path.slice(DIST.length).replace(/^\/?/, '/'), readFileSync(path));
  }
  const index = readFileSync(join(DIST, 'index.html'), 'utf8');
  add(
    '/index.html',
    index.replace('<head>', () => `<head>${head}`),
  );
  if (startAfter !== undefined)
    add(
      '/start.html',
      `<!doctype html><script>setTimeout(() => location.assign('/'), ${startAfter})</script>`,
    );
  return files;
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  files: ReadonlyMap<string, StaticFile>,
  { seen }: Extras,
): void {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (request.method === 'POST' && pathname === '/seen' && seen) {
    let told = '';
    request.on('data', (part: Buffer) => (told += part.toString()));
    request.on('end', () => {
      response.writeHead(204).end();
      seen(JSON.parse(told));
    });
    return;
  }
  const file = files.get(pathname.endsWith('/') ? `${pathname}index.html` : pathname);
  if (!file) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    'content-type': file.type,
    'content-encoding': 'gzip',
    'content-length': file.body.length,
  });
  response.end(file.body);
}
