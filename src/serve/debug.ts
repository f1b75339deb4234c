/**
 * The simulation's own endpoints, beside those of Kubernetes. Bodies are JSON (`content-type: application/json`).
 *
 * `GET /debug/clock` → `{"now":"2026-01-05T09:10:00.000Z","running":true,"speed":1,"next":"2026-01-05T09:10:10.000Z"}`
 *
 * `POST /debug/clock` with one of these, answered like GET:
 *  - `{"action":"pause"}`
 *  - `{"action":"run","speed":10}`: ten virtual seconds for each real one; without `speed` as before
 *  - `{"action":"step"}`: to the next change, then pause
 *  - `{"action":"advance","seconds":60}`: by a minute of virtual time, whether the clock runs or not
 *
 * `POST /debug/sim` with `{"line":"sim add-node worker-3"}` does what the page's shell does with that line: `sim add-node`,
 * `sim stop-kubelet`, … → `{"output":"…","status":0}`
 */
import type { Cluster } from '../engine/index';
import { runDetached } from '../kubectl/shell';
import { isSpeed, type Clock } from './clock';
import { LIMITS } from './limits';

export interface DebugAnswer {
  code: number;
  value: object;
}

/** undefined: no such path. */
export async function debug(
  cluster: Cluster,
  clock: Clock,
  method: string,
  path: string,
  body: string,
): Promise<DebugAnswer | undefined> {
  if (path !== '/debug/clock' && path !== '/debug/sim') return undefined;
  if (method === 'GET' && path === '/debug/clock') return { code: 200, value: clock.state };
  if (method !== 'POST') return refused(405, 'POST a JSON object here');
  const request = parsed(body);
  if (!request) return refused(400, 'the body is not a JSON object');
  return path === '/debug/clock' ? await moveClock(clock, request) : simulate(cluster, request);
}

type Request = Readonly<Record<string, unknown>>;

async function moveClock(clock: Clock, { action, seconds, speed }: Request): Promise<DebugAnswer> {
  switch (action) {
    case 'pause':
      clock.pause();
      break;
    case 'step':
      clock.step();
      break;
    case 'run':
      if (speed !== undefined && !isSpeed(speed))
        return refused(400, `speed must be above 0, at most ${LIMITS.speed}`);
      clock.run(speed);
      break;
    case 'advance':
      if (typeof seconds !== 'number' || !(seconds >= 0 && seconds <= LIMITS.advance))
        return refused(400, `seconds must be from 0 to ${LIMITS.advance}`);
      await clock.advance(seconds);
      break;
    default:
      return refused(400, 'action must be one of pause, run, step, advance');
  }
  return { code: 200, value: clock.state };
}

function simulate(cluster: Cluster, { line }: Request): DebugAnswer {
  if (typeof line !== 'string' || !/^\s*sim\s/.test(line))
    return refused(400, 'line must be a text that starts with "sim "');
  const { output, status } = runDetached(cluster, line);
  return { code: status === 0 ? 200 : 422, value: { output, status } };
}

function refused(code: number, error: string): DebugAnswer {
  return { code, value: { error } };
}

function parsed(body: string): Request | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Request)
      : undefined;
  } catch {
    return undefined;
  }
}
