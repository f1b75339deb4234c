import { useEffect, useLayoutEffect, useRef } from 'react';
import { createTimeline } from '../../render/create-timeline';
import { placeOf, spanFor, timeScale } from '../../scene/time-scale';
import { buildTimeline, lanesThatFit, TIMELINE } from '../../scene/timeline';
import { describeAction } from '../../state/action-words';
import type { Selection } from '../../state/types';
import { usePage, useSession } from '../page-context';
import { prefersStillness } from '../shell/theme';
import { spokenTime } from './time-words';

/** Id of the words that tell a screen reader what the lanes show. */
const LANE_WORDS = 'lane-words';
/** CSS pixels that the playhead must move for the lanes to be drawn again while nothing else happens. */
const VISIBLE = 0.25;
/** Steps on the strip too small to see: the thumb need not move, nor the page be painted, for less. */
const STRIP_STEPS = 4_000;

/** The strip of time: a lane for each node, what the user did, and a slider to go back and forth. */
export function Timeline() {
  return (
    <div className="timeline">
      <div className="strip">
        <Lanes />
        <Scrubber />
      </div>
    </div>
  );
}

/** Mounts the lanes and hands them each new scene, outside React's rendering. */
function Lanes() {
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
    let marked = marksOf(session.getState().actions);
    let drawn = { version: -1, x: 0, size, selection: view.getState().selection };

    const show = (): void => {
      frame = 0;
      const { lanes, actions, origin, now, end, version } = session.getState();
      const { selection } = view.getState();
      const x = placeOf(timeScale(origin, end, size.gutter, size.width), now);
      const same = drawn.version === version && drawn.size === size && drawn.selection === selection;
      if (same && Math.abs(drawn.x - x) < VISIBLE) return;
      drawn = { version, x, size, selection };
      if (marked.actions !== actions) marked = marksOf(actions);
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

function marksOf(actions: readonly Parameters<typeof describeAction>[0][]) {
  return { actions, marks: actions.map((action) => ({ at: action.at, words: describeAction(action) })) };
}

function nodeOf(selection: Selection | undefined): string | undefined {
  if (selection?.type === 'node') return selection.name;
  return selection && 'node' in selection ? selection.node : undefined;
}

/** Moves with each frame, so it sets its values itself: in the same frame as the lanes, so that its thumb meets their playhead. */
function Scrubber() {
  const { services } = usePage();
  const span = useSession((s) => spanFor(s.end - s.origin));
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const { session } = services;
    let frame = 0;
    let shown = -1;
    const show = (): void => {
      frame = 0;
      const element = input.current;
      if (!element) return;
      const { now, origin, end, playing } = session.getState();
      const step = Math.round(((now - origin) / span) * STRIP_STEPS);
      if (playing && step === shown) return;
      shown = step;
      element.parentElement?.style.setProperty('--reached', String((end - origin) / span));
      element.max = String(end - origin);
      element.value = String(now - origin);
      const words = spokenTime(now - origin);
      if (element.getAttribute('aria-valuetext') !== words) element.setAttribute('aria-valuetext', words);
    };
    show();
    const stop = session.subscribe(() => {
      if (frame === 0) frame = requestAnimationFrame(show);
    });
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [services, span]);
  return (
    <input
      ref={input}
      className="scrubber"
      type="range"
      aria-label="Playhead"
      aria-describedby={LANE_WORDS}
      min={0}
      step={1}
      defaultValue={0}
      onChange={(event) => {
        const session = services.session.getState();
        session.seek(session.origin + Number(event.target.value));
      }}
      onKeyDown={(event) => {
        // A millisecond for each key would lead nowhere.
        const steps: Record<string, number> = {
          ArrowLeft: -1e3,
          ArrowDown: -1e3,
          ArrowRight: 1e3,
          ArrowUp: 1e3,
          PageDown: -10e3,
          PageUp: 10e3,
        };
        const step = steps[event.key];
        if (step === undefined) return;
        event.preventDefault();
        const session = services.session.getState();
        session.seek(session.now + step);
      }}
    />
  );
}
