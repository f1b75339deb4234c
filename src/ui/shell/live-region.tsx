import { useEffect, useState } from 'react';
import { usePage } from '../page-context';

/** Real milliseconds between two announcements. */
const PAUSE = 1_000;
/** Letters said of what one command printed. */
const LONGEST = 240;

/** Tells a screen reader what has happened in the picture, once in a second at most. */
export function LiveRegion() {
  const { feed, commands, arrival } = usePage();
  const [words, setWords] = useState('');
  useEffect(() => {
    let told = feed.store.getState().scene;
    let heard = 0;
    const timer = setInterval(() => {
      const { scene } = feed.store.getState();
      const { entries } = commands.getState();
      const fresh = entries.filter((entry) => entry.id > heard);
      heard = entries.at(-1)?.id ?? heard;
      const sentences = [
        ...fresh.map(({ output }) =>
          output.lines
            .map((line) => line.text)
            .join(' ')
            .slice(0, LONGEST),
        ),
        ...(scene === told ? [] : (arrival.getState().simulation?.narrate(told, scene) ?? [])),
      ].filter((words) => words !== '');
      told = scene;
      if (sentences.length > 0) setWords(sentences.join(' '));
    }, PAUSE);
    return () => clearInterval(timer);
  }, [feed, commands, arrival]);
  return (
    <div
      className="visually-hidden"
      role="log"
      aria-label="What happens"
      aria-live="polite"
      aria-atomic="true"
    >
      {words}
    </div>
  );
}
