/** The nearest peer, measured beside us. No dependency of ours: it is installed into a cache on demand. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';

const PACKAGE = '@ngrok/webernetes';
const VERSION = '0.3.5';
export const PEER = `${PACKAGE} ${VERSION}`;

const FOLDER = resolve('node_modules/.cache/peer');
const INSTALLED = resolve(FOLDER, 'node_modules', PACKAGE, 'dist/index.js');
const BUNDLE = resolve(FOLDER, `webernetes-${VERSION}.mjs`);
const PATIENCE = 120_000;

/** As much of its interface as is needed here. */
interface PeerModule {
  Cluster: new (options: { nodes: number }) => PeerCluster;
  BaseImage: new () => { exec(context: PeerProcess, words: readonly string[]): Promise<number> };
}
interface PeerProcess {
  waitUntilKilled(): Promise<number>;
}
interface PeerCluster {
  registerImage(image: unknown): void;
  init(): Promise<void>;
  apply(objects: readonly object[]): Promise<unknown>;
  informer(resource: 'pods', changed: (type: string, pod: PeerPod) => void): unknown;
}
interface PeerPod {
  metadata: { name: string; labels?: Record<string, string> };
  status?: { conditions?: readonly { type: string; status: string }[] };
}

/** Why the peer cannot be had, if so. */
export async function installPeer(): Promise<string | undefined> {
  if (existsSync(BUNDLE)) return undefined;
  try {
    mkdirSync(FOLDER, { recursive: true });
    const words = ['install', '--no-save', '--no-package-lock', '--prefix', FOLDER, `${PACKAGE}@${VERSION}`];
    await promisify(execFile)('npm', words, { timeout: PATIENCE });
    // Its modules name each other without endings, which Node does not resolve: made one file first.
    await build({
      configFile: false,
      logLevel: 'error',
      ssr: { noExternal: true },
      build: {
        ssr: INSTALLED,
        outDir: FOLDER,
        emptyOutDir: false,
        rolldownOptions: { output: { entryFileNames: `webernetes-${VERSION}.mjs` } },
      },
    });
    return undefined;
  } catch (error) {
    return `${PEER} could not be installed: ${String(error).split('\n')[0]}`;
  }
}

/** CPU seconds from an empty cluster to all pods Ready. */
export async function peerCpuSeconds(pods: number): Promise<number> {
  const { Cluster, BaseImage } = (await import(pathToFileURL(BUNDLE).href)) as PeerModule;
  class Web extends BaseImage {
    static readonly imageName = 'web';
    static readonly imageVersion = '1';
    readonly defaultCommand = ['server'];
    override async exec(context: PeerProcess, words: readonly string[]): Promise<number> {
      return words[0] === 'server' ? context.waitUntilKilled() : super.exec(context, words);
    }
  }
  const before = process.cpuUsage();
  const cluster = new Cluster({ nodes: pods });
  cluster.registerImage(Web);
  await cluster.init();
  const ready = new Set<string>();
  await new Promise<void>((done, fail) => {
    cluster.informer('pods', (_, { metadata, status }) => {
      const isReady = status?.conditions?.some((c) => c.type === 'Ready' && c.status === 'True');
      if (metadata.labels?.['app'] === 'web' && isReady) ready.add(metadata.name);
      if (ready.size === pods) done();
    });
    cluster.apply([webDeployment(pods)]).catch(fail);
  });
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function webDeployment(replicas: number): object {
  const labels = { app: 'web' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'web:1' }] } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    spec: { replicas, selector: { matchLabels: labels }, template },
  };
}
