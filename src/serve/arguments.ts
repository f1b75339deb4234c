/** The command line of `npm run serve`. */
import { LIMITS } from './limits';

export interface Arguments {
  port: number;
  nodes: number | undefined;
  empty: boolean;
  speed: number;
  paused: boolean;
  /** Virtual time at which the cluster is handed over, ms since the Unix epoch; undefined: the real time. */
  at: number | undefined;
  seed: number;
  file: string | undefined;
}

export const HELP = `Usage: npm run serve -- [options] [FILE]

Serves a simulated cluster to kubectl, on 127.0.0.1 only.

FILE is Kubernetes YAML, applied at the start, or a scenario as the page exports it (JSON).
Without FILE: one control-plane node, two workers, kube-proxy, CoreDNS, a CNI agent and a DaemonSet nginx.

  --port N      the port to listen on (default 8001; 0: any free one)
  --nodes N     that many workers instead of two
  --empty       an empty cluster: no nodes, nothing but what every cluster has
  --speed X     virtual seconds for each real one (default 1)
  --paused      the clock stands until it is told to run
  --at TIME     the cluster's time at the start, e.g. 2026-01-05T09:10:00Z (default: now, so that ages that
                kubectl itself computes are right)
  --seed N      of all that is random (default 1)
  --help

The clock: GET /debug/clock; POST /debug/clock with {"action":"pause"}, {"action":"run","speed":10},
{"action":"step"} (to the next change), {"action":"advance","seconds":60}. The machines: POST /debug/sim
with {"line":"sim add-node worker-3"}, {"line":"sim stop-kubelet worker-1"} and so on. For example

  curl -H content-type:application/json -d '{"action":"advance","seconds":60}' http://127.0.0.1:8001/debug/clock
`;

export type ParsedArguments =
  { ok: true; arguments: Arguments } | { ok: false; message: string } | { ok: 'help' };

const MAX_NODES = 500;

export function parseArguments(words: readonly string[]): ParsedArguments {
  const parsed: Arguments = {
    port: 8001,
    nodes: undefined,
    empty: false,
    speed: 1,
    paused: false,
    at: undefined,
    seed: 1,
    file: undefined,
  };
  const rest = words.flatMap((word) =>
    /^--\w+=/.test(word) ? [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)] : [word],
  );
  while (rest.length > 0) {
    const word = rest.shift() ?? '';
    switch (word) {
      case '--help':
      case '-h':
        return { ok: 'help' };
      case '--empty':
        parsed.empty = true;
        break;
      case '--paused':
        parsed.paused = true;
        break;
      case '--port':
      case '--nodes':
      case '--seed': {
        const max = word === '--port' ? 65_535 : word === '--nodes' ? MAX_NODES : 0xffffffff;
        const value = Number(rest[0]);
        if (!/^\d+$/.test(rest.shift() ?? '') || value > max)
          return refused(`${word} needs a whole number up to ${max}`);
        parsed[word.slice(2) as 'port' | 'nodes' | 'seed'] = value;
        break;
      }
      case '--speed': {
        const value = Number(rest.shift());
        if (!(value > 0 && value <= LIMITS.speed))
          return refused(`--speed needs a number above 0, at most ${LIMITS.speed}`);
        parsed.speed = value;
        break;
      }
      case '--at': {
        const value = Date.parse(rest.shift() ?? '');
        if (Number.isNaN(value)) return refused('--at needs a time such as 2026-01-05T09:10:00Z');
        parsed.at = Math.floor(value / 1000) * 1000;
        break;
      }
      default:
        if (word.startsWith('-')) return refused(`unknown option ${word}`);
        if (parsed.file !== undefined) return refused('only one file can be given');
        parsed.file = word;
    }
  }
  return { ok: true, arguments: parsed };
}

function refused(message: string): ParsedArguments {
  return { ok: false, message };
}
