import { createDraft } from '../../state/draft';
import { drawSession } from '../../ui/draw-session';
import { cpuMilliseconds } from '../cost';
import type { Figure } from '../figure';
import { play, sessionOf, textOf } from '../loads/session';
import { percentile } from '../statistics';

const EDITS = 40;
const FRAME = { width: 1200, height: 800, group: 'zone', selection: undefined } as const;

export const EDIT: Figure = {
  name: 'edit',
  how: 'The text with another image is checked, applied and shown as a scene (no drawing), 40 times, ten virtual seconds apart.',
  lines: [
    {
      key: 'p95',
      title: 'valid edit → first changed scene, p95',
      unit: 'ms',
      aims: [
        { at: 100, most: 60 },
        { at: 1000, most: 150 },
      ],
    },
    { key: 'median', title: 'valid edit → first changed scene, median', unit: 'ms', aims: [] },
  ],
  sizes: [100, 500, 1000],
  quickSizes: [100, 200, 500],
  runs: 1,
  memory: 8000,
  measure(size) {
    const session = sessionOf(size);
    let text = textOf(28);
    const draft = createDraft(session, { getText: () => text, later: (task) => task() });
    const draw = drawSession(session);
    draw(FRAME);
    const times = Array.from({ length: EDITS }, (_, i) => {
      text = textOf(100 + i);
      const time = cpuMilliseconds(() => {
        draft.getState().textChanged(text);
        draft.getState().apply();
        draw(FRAME);
      });
      if (draft.getState().lastApply?.status !== 0) throw new Error('the edit was refused');
      play(session, 10_000);
      return time;
    });
    return { p95: percentile(times, 95), median: percentile(times, 50) };
  },
};
