import { useEffect, useState } from 'react';
import { usePage, useSession } from '../page-context';
import { underWayWords } from './pace-words';

/** Real milliseconds after which something that lasts is told to a screen reader. */
const WORTH_TELLING = 700;

/** How far that is which is done while time stands still: a thin line above the time bar, for what takes long enough to be seen. */
export function Progress() {
  const share = useSession((s) => s.underWay?.share);
  const words = useSession(underWayWords);
  if (share === undefined) return null;
  return <progress className="under-way" aria-label={words} max={1} value={share} />;
}

/** Gives up the way to another time; the Escape key does the same. */
export function Cancel() {
  const { services } = usePage();
  const journey = useSession((s) =>
    s.underWay && s.underWay.type !== 'command' ? s.underWay.type : undefined,
  );
  const returns = useSession(
    (s) => s.underWay !== undefined && 'returns' in s.underWay && s.underWay.returns,
  );
  useEffect(() => {
    if (journey === undefined) return;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      // These have their own use for it.
      if (event.target instanceof Element && event.target.closest('.monaco-editor, dialog, details[open]'))
        return;
      event.preventDefault();
      services.session.getState().cancel();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [services, journey]);
  if (journey === undefined) return null;
  return (
    <button
      type="button"
      className="button small cancel"
      title={returns ? 'Back to where you were (Esc)' : 'Stay at the moment reached so far (Esc)'}
      onClick={() => services.session.getState().cancel()}
    >
      {returns ? 'Cancel' : 'Stop here'}
    </button>
  );
}

/** The same for a screen reader, and that the clock is slow: once, when it has lasted, and without numbers that keep changing. */
export function Announcement() {
  const words = useSession((s) => {
    if (s.underWay) {
      const cancel = s.underWay.type === 'command' ? '' : ' Escape cancels.';
      return `${underWayWords(s)}.${cancel}`;
    }
    return s.playing && s.pace !== undefined ? `The clock is slower than ${s.speed}×: much is going on.` : '';
  });
  const [told, setTold] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setTold(words), words === '' ? 0 : WORTH_TELLING);
    return () => clearTimeout(timer);
  }, [words]);
  return (
    <p className="visually-hidden" role="status">
      {told}
    </p>
  );
}
