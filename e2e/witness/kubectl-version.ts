/** What older versions of kubectl print otherwise than v1.34, so that any kubectl can be compared with the captures. */
import { execFileSync } from 'node:child_process';

export interface Kubectl {
  path: string;
  /** 34 of v1.34.0. */
  minor: number;
}

/** The kubectl to test with: environment variable KUBECTL, else the one in the path, if any. */
export function findKubectl(): Kubectl | undefined {
  const path = process.env['KUBECTL'] ?? 'kubectl';
  try {
    const text = execFileSync(path, ['version', '--client', '-o', 'json'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const version = (JSON.parse(text) as { clientVersion: { minor: string } }).clientVersion;
    return { path, minor: Number.parseInt(version.minor, 10) };
  } catch {
    return undefined;
  }
}

/** A text without what older versions say otherwise, or not at all. */
export function sameForAll(text: string, minor: number): string {
  if (minor >= 34) return text;
  const same = text
    .replace(/ ((?:force )?deleted) from \S+ namespace/g, ' $1')
    .replace(/^ *creationTimestamp: null\n/gm, '')
    .replace(/^status: \{\}\n/gm, '')
    .replace(/^status:\n(?: {2}\w+: 0\n)+$/gm, '')
    // Builds with plug-ins in front of the commands.
    .replace(/^Error: unknown flag:/gm, 'error: unknown flag:')
    .replace(/^error: required flag\(s\) .* not set\n/gm, '');
  // Since v1.33 `kubectl describe` names ports, and the namespace of a DaemonSet.
  const unnamed = same.replace(/^ +(?:Host )?Ports?: .*$/gm, (line) => line.replace(/ \([\w-]+\)/g, ''));
  return unnamed.includes('Desired Number of Nodes Scheduled:')
    ? unnamed.replace(/^Namespace: .*\n/gm, '')
    : unnamed;
}
