import { useLayoutEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useArrival, usePage, useSession } from '../page-context';
import { Icon } from '../widgets/icon';
import { settled, step } from './step';
import { SLOW_HINT, slowWords, underWayWords } from './pace-words';
import { clockText } from './time-words';
import { Timeline } from './timeline';
import { Announcement, Cancel, Progress } from './under-way';

const SPEEDS = [0.25, 0.5, 1, 2, 5, 10, 30, 60];

export function TimeBar() {
  return (
    <section className="time-bar" aria-label="Time">
      <h2 className="visually-hidden">Time</h2>
      <div className="time-controls">
        <div className="clock-line">
          <Clock />
          <Caption />
          <Cancel />
        </div>
        <Controls />
      </div>
      <Timeline />
      <Progress />
      <Announcement />
    </section>
  );
}

/** Changes with each frame, so it writes its text itself. */
function Clock() {
  const { services } = usePage();
  const place = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const { session } = services;
    const show = (): void => {
      const { now, origin } = session.getState();
      const text = clockText(now - origin);
      if (place.current && place.current.textContent !== text) place.current.textContent = text;
    };
    show();
    return session.subscribe(show);
  }, [services]);
  return (
    <span className="clock" ref={place} title="Virtual time since the start">
      {clockText(0)}
    </span>
  );
}

function Caption() {
  const { phase } = useArrival();
  const playing = useSession((s) => s.playing);
  const lastAction = useSession((s) => s.lastAction);
  const slow = useSession((s) => (s.playing ? slowWords(s) : undefined));
  const underWay = useSession(underWayWords);
  const settledVersion = useStore(settled, (s) => s.version);
  const nothingDue = useSession((s) => !s.playing && s.version === settledVersion);
  if (phase === 'failed') return <span className="caption">the simulation is missing</span>;
  if (phase === 'coming') return <span className="caption">{playing ? 'starting …' : 'paused'}</span>;
  if (underWay !== undefined) return <span className="caption">{underWay} …</span>;
  if (slow !== undefined)
    return (
      <span className="caption" data-slow title={SLOW_HINT}>
        {slow}
      </span>
    );
  if (nothingDue)
    return (
      <span className="caption" role="status">
        paused · nothing is due: the cluster is settled
      </span>
    );
  const words = [...(playing ? [] : ['paused']), ...(lastAction ? [lastAction] : [])];
  return <span className="caption">{words.join(' · ') || 'running'}</span>;
}

function Controls() {
  const { services } = usePage();
  const playing = useSession((s) => s.playing);
  const speed = useSession((s) => s.speed);
  // Asked at the moment of the click: the simulation may have arrived since this was drawn.
  const session = () => services.session.getState();
  return (
    <div className="controls">
      <button
        type="button"
        className="button square"
        aria-label="Back to the start"
        title="Back to the start"
        onClick={() => session().seek(session().origin)}
      >
        <Icon name="start" />
      </button>
      <button
        type="button"
        className="button primary play"
        title={playing ? 'Pause (Space)' : 'Play (Space)'}
        onClick={() => (playing ? session().pause() : session().play())}
      >
        <Icon name={playing ? 'pause' : 'play'} />
        <span className="roomy">{playing ? 'Pause' : 'Play'}</span>
      </button>
      <button
        type="button"
        className="button"
        title="To the next event (.)"
        onClick={() => step(services.session)}
      >
        <span className="roomy">Step</span>
        <Icon name="step" />
      </button>
      <label className="speed">
        <span className="visually-hidden">Speed</span>
        <select value={speed} onChange={(event) => session().setSpeed(Number(event.target.value))}>
          {SPEEDS.map((value) => (
            <option key={value} value={value}>
              {value}×
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
