import { createSession, defaultScenario, type SessionStore } from '../../state/session';
import { nodeNames } from './cluster';

/** Work items in one call, as many as there are: nobody waits for a frame here. */
const BUDGET = Number.POSITIVE_INFINITY;
/** How the page moves the clock at full speed: 60 virtual seconds a real one, at 60 frames. */
const FRAME = 1_000;

/** The page's own text with another image, and with rolling updates of so many nodes at a time. */
export function textOf(version: number, maxUnavailable = '10%'): string {
  return defaultScenario()
    .text.replace(/image: nginx:\S+/, `image: nginx:1.${version}`)
    .replace(
      '  template:',
      `  updateStrategy:\n    rollingUpdate:\n      maxUnavailable: ${maxUnavailable}\n  template:`,
    );
}

/** Longest list of nodes in one command. */
const TOGETHER = 500;

/** Commands that add workers to the page's three nodes until there are so many. */
export function addNodeLines(nodes: number): string[] {
  const missing = Math.max(0, nodes - 3);
  return Array.from({ length: Math.ceil(missing / TOGETHER) }, (_, i) => {
    const names = nodeNames(Math.min(TOGETHER, missing - i * TOGETHER), `more-${i + 1}`);
    return `sim add-node --ready ${names}`;
  });
}

/** The page's own cluster (three DaemonSets, one of them the user's) with that many nodes, settled. */
export function sessionOf(nodes: number): SessionStore {
  const session = createSession(defaultScenario());
  run(session, 'kubectl apply -f -', textOf(28));
  for (const line of addNodeLines(nodes)) run(session, line);
  play(session, 120_000);
  return session;
}

function run(session: SessionStore, line: string, stdin?: string): void {
  session.getState().run(line, stdin, ({ status, lines }) => {
    if (status !== 0) throw new Error(`${line.slice(0, 80)}: ${lines.at(-1)?.text}`);
  });
  finish(session);
}

/** Does all that has to be done before time goes on: commands and seeks under way. */
function finish(session: SessionStore): void {
  while (!session.getState().work(BUDGET));
}

/** On by so many virtual milliseconds, frame by frame. */
export function play(session: SessionStore, milliseconds: number): void {
  const until = session.getState().now + milliseconds;
  for (let { now } = session.getState(); now < until; { now } = session.getState()) {
    const next = Math.min(until, now + FRAME);
    while (!session.getState().advanceTo(next, BUDGET));
  }
}

/** Plays with a rolling update of every node's pod each five minutes. */
export function playBusily(session: SessionStore, milliseconds: number): void {
  const pause = 300_000;
  for (let done = 0; done < milliseconds; done += pause) {
    run(session, `kubectl set image ds/nginx nginx=nginx:1.${100 + done / pause}`);
    play(session, Math.min(pause, milliseconds - done));
  }
}

/** To a time that was reached before. */
export function seek(session: SessionStore, time: number): void {
  session.getState().seek(time);
  finish(session);
}
