/**
 * A private real control plane: etcd and kube-apiserver on loopback ports, no controllers. Only for recording.
 * `KUBE_BIN` names the folder with `etcd`, `kube-apiserver` and `kubectl`, all of the version to witness.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { openSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';

const TOKEN = 'witness';
export const AUTHORIZATION = `Bearer ${TOKEN}`;

export interface ControlPlane {
  /** Of the API server, on 127.0.0.1, TLS with a certificate of its own making. */
  port: number;
  stop(): Promise<void>;
}

/** Starts on the etcd data found in `folder`, if any. */
export async function startControlPlane(bin: string, folder: string): Promise<ControlPlane> {
  const [client, peer, port] = await Promise.all([freePort(), freePort(), freePort()]);
  const log = openSync(join(folder, 'log'), 'a');
  const start = (program: string, args: string[]): ChildProcess =>
    spawn(join(bin, program), args, { cwd: folder, stdio: ['ignore', log, log] });
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(join(folder, 'sa.key'), privateKey.export({ type: 'pkcs1', format: 'pem' }));
  writeFileSync(join(folder, 'tokens.csv'), `${TOKEN},admin,admin,"system:masters"\n`);
  const etcd = start('etcd', [
    `--data-dir=${folder}/etcd`,
    `--listen-client-urls=http://127.0.0.1:${client}`,
    `--advertise-client-urls=http://127.0.0.1:${client}`,
    `--listen-peer-urls=http://127.0.0.1:${peer}`,
    `--initial-advertise-peer-urls=http://127.0.0.1:${peer}`,
    `--initial-cluster=default=http://127.0.0.1:${peer}`,
    '--unsafe-no-fsync',
  ]);
  const server = start('kube-apiserver', [
    `--etcd-servers=http://127.0.0.1:${client}`,
    `--secure-port=${port}`,
    '--bind-address=127.0.0.1',
    '--advertise-address=10.0.0.10',
    '--endpoint-reconciler-type=none',
    `--cert-dir=${folder}/certs`,
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    '--service-account-key-file=sa.key',
    '--service-account-signing-key-file=sa.key',
    '--token-auth-file=tokens.csv',
    '--authorization-mode=RBAC',
    '--service-cluster-ip-range=10.96.0.0/12',
    '--allow-privileged=true',
  ]);
  const stop = async (): Promise<void> => {
    await ended(server);
    await ended(etcd);
  };
  for (let tries = 0; !(await ready(port)); tries++) {
    if (tries > 240 || server.exitCode !== null) {
      await stop();
      throw new Error(`the API server did not start; see ${folder}/log`);
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return { port, stop };
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const patience = setTimeout(() => child.kill('SIGKILL'), 5000);
    child.once('exit', () => {
      clearTimeout(patience);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

function ready(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const options = {
      port,
      path: '/readyz',
      rejectUnauthorized: false,
      headers: { authorization: AUTHORIZATION },
    };
    request({ host: '127.0.0.1', ...options }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    })
      .on('error', () => resolve(false))
      .end();
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
