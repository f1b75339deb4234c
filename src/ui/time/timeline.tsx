import { useEffect, useRef } from 'react';
import { spanFor } from '../../scene/time-scale';
import { usePage, useSession } from '../page-context';
import { latePart } from '../widgets/late-part';
import { LANE_WORDS } from './lane-words';
import { shownTime } from './shown-time';
import { spokenTime } from './time-words';

/** Steps on the strip too small to see: the thumb need not move, nor the page be painted, for less. */
const STRIP_STEPS = 4_000;

// Drawn a moment after the rest of the page: its frame stays small. Without them the slider works all the same.
const Lanes = latePart(
  async () => (await import('../drawings').catch(() => undefined))?.Lanes ?? (() => null),
);

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
      const { origin, end, playing } = session.getState();
      const now = shownTime(session.getState());
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
        session.seek(shownTime(session) + step);
      }}
    />
  );
}
