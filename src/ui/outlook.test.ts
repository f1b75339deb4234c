import { describe, expect, test } from 'vitest';
import type { SceneTarget } from '../scene/types';
import { createSession, defaultScenario } from '../state/session';
import { openingSession } from '../state/opening';
import type { Selection } from '../state/types';
import { drawSession } from './draw-session';
import { drawOutlook, type Outlook } from './outlook';
import kept from './outlook.json';
import { takeOutlook } from './testing/take-outlook';

const outlook = kept as unknown as Outlook;
const session = createSession(defaultScenario());

const node = 'worker-1';
const nginx = { namespace: 'default', name: 'nginx' };
const [mark] = outlook.nodes[1]?.slots[0]?.marks ?? [];
const SELECTIONS: readonly (SceneTarget | undefined)[] = [
  undefined,
  { type: 'node', name: node },
  { type: 'set', ...nginx },
  { type: 'set', namespace: 'kube-system', name: 'kindnet' },
  { type: 'slot', node, set: nginx },
  { type: 'pod', node, uid: mark?.uid ?? '', ...nginx, name: mark?.name ?? '' },
  { type: 'workload', kind: 'Deployment', namespace: 'kube-system', name: 'coredns' },
];
const cases = SELECTIONS.flatMap((selection) =>
  [320, 456, 656, 657, 1_024, 1_900].map((width) => ({ selection, width })),
);

describe('the picture that the page opens with', () => {
  test('is kept as the engine would give it now (`npm run outlook` writes it)', () => {
    expect(kept).toEqual(JSON.parse(JSON.stringify(takeOutlook())));
  });

  test('has a pod to select', () => expect(mark?.state).toBe('ready'));

  test.each(cases)('is drawn as the cluster itself: $width px, $selection.type', ({ width, selection }) => {
    const frame = { width, height: 460, group: 'zone', selection } as const;
    expect(drawOutlook(outlook)(frame)).toEqual(drawSession(session, Infinity)(frame));
  });

  test('has the clock, the words and the lanes of the cluster itself', () => {
    const opening = openingSession(outlook, () => {}).getState();
    const { now, origin, end, title, seed, playing, speed, lastAction, lanes, actions } = session.getState();
    expect(opening).toMatchObject({ now, origin, end, title, seed, playing, speed, lastAction, actions });
    for (const selection of SELECTIONS as readonly (Selection | undefined)[])
      for (const most of [0, 1, 20]) {
        const set = lanes.focus(selection);
        // The pod is the user's, whose set comes first anyway.
        expect(opening.lanes.focus(selection)).toEqual(set);
        expect(opening.lanes.lanes(set, end, most)).toEqual(lanes.lanes(set, end, most));
      }
  });
});

test('of a cluster that nothing is known of, nothing is drawn', () => {
  const scene = drawOutlook(undefined)({ width: 656, height: 460, group: 'zone', selection: undefined });
  expect(scene).toMatchObject({ width: 656, tiles: [], sets: [], workloads: [], summary: '' });
});
