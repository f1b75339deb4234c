/** The ways to play a scenario, which all must come to the same. Runs in Node and in browsers: nothing here may ask where it is. */
import type { Cluster } from '../../src/engine/index';
import { runDetached } from '../../src/kubectl/shell';
import { decodeLink, encodeLink } from '../../src/share/link';
import { Playback } from '../../src/state/playback';
import { createSession, type SessionStore } from '../../src/state/session';
import type { Play } from './play';

/** Looks at the cluster at one of the play's moments. */
export type Look = (cluster: Cluster, moment: number) => void;

/** Plays to the end and looks on the way. What it returns has the whole trace. */
export type Way = (play: Play, look: Look) => Cluster | undefined;

const ALL = Number.POSITIVE_INFINITY;

function playTo(playback: Playback, time: number, slices: readonly number[] = [ALL]): void {
  for (let i = 0; !playback.advanceTo(playback.origin + time, slices[i % slices.length] ?? 1); i++);
}

const straight: Way = (play, look) => {
  const playback = new Playback(play.scenario);
  play.moments.forEach((time, i) => {
    playTo(playback, time);
    look(playback.cluster, i);
  });
  return playback.cluster;
};

/** Without a stop: nobody looks, and so nobody disturbs. */
const atOnce: Way = ({ scenario, moments }, look) => {
  const playback = new Playback(scenario);
  playTo(playback, scenario.playhead);
  look(playback.cluster, moments.length - 1);
  return playback.cluster;
};

const inSlices: Way = ({ scenario, moments, slices }, look) => {
  const playback = new Playback(scenario);
  moments.forEach((time, i) => {
    playTo(playback, time, slices);
    look(playback.cluster, i);
  });
  return playback.cluster;
};

const withJumps: Way = ({ scenario, moments, jumps }, look) => {
  const playback = new Playback(scenario);
  playTo(playback, scenario.playhead);
  for (const i of [...jumps, moments.length - 1]) {
    playback.cluster.seek(playback.origin + (moments[i] ?? 0));
    look(playback.cluster, i);
  }
  return playback.cluster;
};

/** Goes on until the session has done what was asked of it. */
function finish(session: SessionStore, slices: readonly number[]): void {
  for (let i = 0; !session.getState().work(slices[i % slices.length] ?? 1); i++);
}

/** As the page opens a link and seeks: through the session, in slices. */
const inSession: Way = ({ scenario, moments, slices, jumps }, look) => {
  const session = createSession(scenario);
  session.getState().pause();
  finish(session, slices);
  for (const i of [moments.length - 1, ...jumps, moments.length - 1]) {
    session.getState().seek(session.getState().origin + (moments[i] ?? 0));
    finish(session, slices);
    look(session.getState().cluster, i);
  }
  return session.getState().cluster;
};

/** As a user does it all at the page: action by action, each in slices, while time goes on. */
const atThePage: Way = ({ scenario, moments, slices }, look) => {
  const { actions, playhead } = scenario;
  const session = createSession({ ...scenario, actions: [], playhead: 0 });
  const goTo = (time: number): void => {
    const { origin } = session.getState();
    for (let i = 0; !session.getState().advanceTo(origin + time, slices[i % slices.length] ?? 1); i++);
  };
  for (const { at, line, stdin } of actions) {
    goTo(at);
    session.getState().run(line, stdin);
    finish(session, slices);
  }
  goTo(playhead);
  look(session.getState().cluster, moments.length - 1);
  return session.getState().cluster;
};

/**
 * By hand, action by action. Some are missed first: time goes on, something else is done, and then one goes back and does what was to
 * be done. Only what changes something takes back what was done instead, so the first round finds out which actions those are.
 */
const withDetours: Way = ({ scenario, moments, detour }, look) => {
  const { actions, playhead } = scenario;
  const first = new Playback({ ...scenario, actions: [] });
  const changes = actions.filter(({ at, line, stdin }) => {
    playTo(first, at);
    return first.run(line, stdin).action !== undefined;
  });
  const missed = new Set(changes.filter((_, i) => i % 3 === 0).slice(0, 3));
  const playback = new Playback({ ...scenario, actions: [] });
  for (const action of actions) {
    playTo(playback, action.at);
    if (missed.has(action)) {
      playTo(playback, action.at + 10_000);
      playback.run(detour.line, detour.stdin);
      playTo(playback, action.at + 30_000);
      playback.cluster.seek(playback.origin + action.at);
    }
    playback.run(action.line, action.stdin);
  }
  playTo(playback, playhead);
  look(playback.cluster, moments.length - 1);
  return playback.cluster;
};

const fromLink: Way = ({ scenario, moments }, look) => {
  const opened = decodeLink(encodeLink(scenario));
  if (!opened.ok) throw new Error(`the link cannot be opened: ${opened.message}`);
  const playback = new Playback(opened.scenario);
  playTo(playback, opened.scenario.playhead);
  look(playback.cluster, moments.length - 1);
  return playback.cluster;
};

/** With somebody who looks at everything and tries things out that are refused or only rehearsed. */
const watched: Way = ({ scenario, moments }, look) => {
  const playback = new Playback(scenario);
  moments.forEach((time, i) => {
    playTo(playback, time);
    for (const line of LOOKS) runDetached(playback.cluster, line, undefined);
    look(playback.cluster, i);
  });
  return playback.cluster;
};
const LOOKS = [
  'kubectl get all -A -o wide',
  'kubectl describe nodes',
  'kubectl set image ds --all *=nginx:1.31 -A --dry-run=server',
  'kubectl delete pods --all -A --dry-run=server',
  'kubectl delete node no-such-node',
];

/** Moments are kept and opened in a cluster that was never there: a checkpoint is all that the future depends on. */
const fromCheckpoints: Way = ({ scenario, moments }, look) => {
  const { actions, playhead } = scenario;
  const playback = new Playback(scenario);
  const middle = moments.length >> 1;
  const time = moments[middle] ?? 0;
  playTo(playback, time);
  const kept = playback.cluster.checkpoint();
  playTo(playback, playhead);
  const other = new Playback({ ...scenario, actions: [] });
  other.cluster.restore(kept);
  look(other.cluster, middle);
  for (const { at, line, stdin } of actions) {
    if (at <= time) continue;
    playTo(other, at);
    other.run(line, stdin);
  }
  playTo(other, playhead);
  look(other.cluster, moments.length - 1);
  return undefined;
};

export const WAYS: Readonly<Record<string, Way>> = {
  straight,
  'at once': atOnce,
  'in slices': inSlices,
  'with jumps': withJumps,
  'in the session': inSession,
  'at the page': atThePage,
  'with detours': withDetours,
  'from its link': fromLink,
  watched,
  'from checkpoints': fromCheckpoints,
};

/** Straight, and some of the others in turn: each way meets many plays, and no play takes long. */
export function waysOf(number: number, others: number): string[] {
  const [first = '', ...rest] = Object.keys(WAYS);
  return [
    first,
    ...Array.from({ length: others }, (_, i) => rest[(number * others + i) % rest.length] ?? first),
  ];
}
