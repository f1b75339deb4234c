import { useLayoutEffect, useRef } from 'react';
import { createTimeline } from '../../render/create-timeline';
import { placeOf, timeScale } from '../../scene/time-scale';
import { buildTimeline, lanesThatFit, TIMELINE } from '../../scene/timeline';
import type { Selection, Shown } from '../../state/types';
import { usePage } from '../page-context';
import { prefersStillness } from '../shell/theme';
import { LANE_WORDS } from './lane-words';
import { shownTime } from './shown-time';

/** CSS pixels that the playhead must move for the lanes to be drawn again while nothing else happens. */
const VISIBLE = 0.25;

/** Mounts the lanes and hands them each new scene, outside React's rendering. */
export function Lanes() {
  const { services } = usePage();
  const host = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const element = host.current;
    if (!element) return;
    const { session, view } = services;
    const timeline = createTimeline(element, {
      reducedMotion: prefersStillness,
      labelId: LANE_WORDS,
      onSeek: (time) => session.getState().seek(time),
    });
    let frame = 0;
    let size = { width: 0, height: 0, gutter: 0 };
    let marked = marksOf(session.getState());
    let drawn = { version: -1, x: 0, size, selection: view.getState().selection };

    const show = (): void => {
      frame = 0;
      const state = session.getState();
      const { lanes, origin, end, version } = state;
      const now = shownTime(state);
      const { selection } = view.getState();
      const x = placeOf(timeScale(origin, end, size.gutter, size.width), now);
      const same = drawn.version === version && drawn.size === size && drawn.selection === selection;
      if (same && Math.abs(drawn.x - x) < VISIBLE) return;
      drawn = { version, x, size, selection };
      if (marked.actions !== state.actions) marked = marksOf(state);
      const set = lanes.focus(selection);
      const { marks } = marked;
      timeline.update(
        buildTimeline({
          set,
          ...lanes.lanes(set, end, lanesThatFit(size.height), nodeOf(selection)),
          marks,
          origin,
          now,
          end,
          forgottenUntil: lanes.forgottenUntil,
          ...size,
          measure: timeline.measure,
        }),
      );
    };
    const schedule = (): void => {
      if (frame === 0) frame = requestAnimationFrame(show);
    };
    const fit = (): void => {
      const { clientWidth: width, clientHeight: height } = element;
      const gutter = lanesThatFit(height) > 0 ? TIMELINE.gutter : 0;
      size = { width, height, gutter };
      element.parentElement?.style.setProperty('--gutter', `${gutter}px`);
    };
    fit();
    show();
    const stops = [session.subscribe(schedule), view.subscribe(schedule)];
    const observer = new ResizeObserver(() => {
      fit();
      schedule();
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      for (const stop of stops) stop();
      cancelAnimationFrame(frame);
      timeline.destroy();
    };
  }, [services]);

  return <div className="lanes-host" ref={host} />;
}

function marksOf({ actions, describe }: Pick<Shown, 'actions' | 'describe'>) {
  return { actions, marks: actions.map((action) => ({ at: action.at, words: describe(action) })) };
}

function nodeOf(selection: Selection | undefined): string | undefined {
  if (selection?.type === 'node') return selection.name;
  return selection && 'node' in selection ? selection.node : undefined;
}
