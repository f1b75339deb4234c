import { cpus } from 'node:os';

/** What the figures were taken on. */
export interface Machine {
  cpu: string;
  cores: number;
  /** Node's version, and that of the browser where there was one. */
  node: string;
  browser?: string;
}

export function thisMachine(): Machine {
  const cores = cpus();
  return { cpu: cores[0]?.model.trim() ?? 'unknown', cores: cores.length, node: process.version };
}
