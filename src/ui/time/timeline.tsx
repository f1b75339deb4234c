import { useEffect, useLayoutEffect, useRef, useState, type CSSProperties, type RefObject } from 'react';
import { describeAction } from '../../state/action-words';
import { usePage, useSession } from '../page-context';
import { shortClockText, spanFor, spokenTime, tickFor } from './time-words';

/** Width of a letter of a label and the room around it, CSS pixels. */
const LETTER = 5.9;
const ROOM = 20;
const LONGEST = 190;
const ROWS = 2;

/** The strip of time: what the user did, and a slider to go back and forth. */
export function Timeline() {
  const origin = useSession((s) => s.origin);
  const actions = useSession((s) => s.actions);
  const span = useSession((s) => spanFor(s.end - s.origin));
  const { services } = usePage();
  const strip = useRef<HTMLDivElement>(null);
  const width = useWidth(strip);
  const tick = tickFor(span);
  const ticks = Array.from({ length: Math.floor(span / tick) + 1 }, (_, i) => i * tick);
  const marks = placeLabels(
    actions.map((action) => ({ at: action.at, words: describeAction(action) })),
    width / span,
  );
  return (
    <div className="timeline">
      <div className="strip" ref={strip}>
        <div className="ruler" aria-hidden="true">
          {ticks.map((at) => (
            <span key={at} style={{ '--at': at / span } as CSSProperties}>
              {shortClockText(at)}
            </span>
          ))}
        </div>
        <div className="marks">
          {marks.map(({ at, words, row }, i) => (
            <button
              key={i}
              type="button"
              tabIndex={-1}
              className="mark"
              data-row={row}
              style={{ '--at': at / span } as CSSProperties}
              title={`${shortClockText(at)} ${words}`}
              onClick={() => services.session.getState().seek(origin + at)}
            >
              <span className={row === undefined ? 'visually-hidden' : 'mark-words'}>{words}</span>
            </button>
          ))}
        </div>
        <Scrubber span={span} />
      </div>
    </div>
  );
}

/** Each label goes to the first row where it runs into no other; without such a row its line stands alone. */
function placeLabels(marks: readonly { at: number; words: string }[], scale: number) {
  const free = Array.from({ length: ROWS }, () => 0);
  return marks.map(({ at, words }) => {
    const place = at * scale;
    const found = free.findIndex((from) => place >= from);
    const row = found < 0 ? undefined : found;
    if (row !== undefined) free[row] = place + Math.min(words.length * LETTER, LONGEST) + ROOM;
    return { at, words, row };
  });
}

function useWidth(place: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(800);
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0) setWidth(element.clientWidth);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [place]);
  return width;
}

/** Moves with each frame, so it sets its values itself. */
function Scrubber({ span }: { span: number }) {
  const { services } = usePage();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const { session } = services;
    const show = (): void => {
      const element = input.current;
      if (!element) return;
      const { now, origin, end } = session.getState();
      const strip = element.parentElement as HTMLElement;
      strip.style.setProperty('--reached', String((end - origin) / span));
      strip.style.setProperty('--now', String((now - origin) / span));
      element.max = String(end - origin);
      element.value = String(now - origin);
      const words = spokenTime(now - origin);
      if (element.getAttribute('aria-valuetext') !== words) element.setAttribute('aria-valuetext', words);
    };
    show();
    return session.subscribe(show);
  }, [services, span]);
  return (
    <>
      <span className="playhead" aria-hidden="true" />
      <input
        ref={input}
        className="scrubber"
        type="range"
        aria-label="Playhead"
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
    </>
  );
}
