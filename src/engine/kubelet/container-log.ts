/** What a container has printed. Nothing runs in it: its lines follow from the image and from when it started and how it ended. */
import { parseImage } from '../../k8s/image';
import { rfc3339Milli } from '../../k8s/time';
import { ignoresSignals, programOf, stopCode } from './programs';
import { imageBehaviour } from './registry';

export interface LogLine {
  /** Milliseconds since the Unix epoch. */
  at: number;
  text: string;
}

/** One life of a container. Milliseconds since the Unix epoch. */
export interface Life {
  image: string;
  startedAt: number;
  end?: { at: number; code: number; reason?: string };
}

/** Of a program that goes on printing, no more than this is kept. */
const KEPT = 500;

/** The lines of a life until now; what goes on and on only from `since` on. */
export function linesOf({ image, startedAt, end }: Life, now: number, since = 0): LogLine[] {
  const program = programOf(image);
  const lines: LogLine[] = [];
  // It never ran.
  if (end?.reason === 'StartError') return lines;
  // Its end is known to the second.
  const until = Math.min(end ? end.at + 999 : now, now);
  const print = (at: number, text: string): void => {
    if (at <= until) lines.push({ at, text: fill(text, at, image) });
  };
  for (const [after, text] of program.starts ?? [[0, `${image} started`]]) print(startedAt + after, text);
  if (program.repeats) {
    const [period, text] = program.repeats;
    const count = Math.floor((until - startedAt) / period);
    const first = Math.max(1, count - KEPT + 1, Math.ceil((since - startedAt) / period));
    for (let n = first; n <= count; n++) print(startedAt + n * period, text);
  }
  const last = Math.max(end?.at ?? 0, lines.at(-1)?.at ?? 0);
  if (end) for (const text of lastWords(image, end)) print(last, text);
  return lines;
}

/** When the container prints next by itself; undefined when it does not. */
export function nextLineAt(life: Life, now: number): number | undefined {
  const { starts = [], repeats } = programOf(life.image);
  const times = starts.map(([after]) => life.startedAt + after);
  if (repeats)
    times.push(life.startedAt + (Math.floor((now - life.startedAt) / repeats[0]) + 1) * repeats[0]);
  const next = Math.min(...times.filter((time) => time > now));
  return next < Infinity ? next : undefined;
}

function lastWords(image: string, { code, reason }: NonNullable<Life['end']>): readonly string[] {
  // Killed, or switched off: there was no time for words.
  if (code === 137 || reason === 'OOMKilled' || reason === 'Unknown') return [];
  const { starts, stop, crash } = programOf(image);
  const behaviour = imageBehaviour(image);
  if (code === 1 && crash) return crash;
  const told = code === stopCode(image) && !ignoresSignals(image) && behaviour !== 'once';
  if (told && stop) return stop;
  return starts ? [] : [`${image} exited with code ${code}`];
}

function fill(text: string, at: number, image: string): string {
  if (!text.includes('{')) return text;
  const iso = rfc3339Milli(at);
  const [date = '', time = ''] = iso.slice(0, 23).split('T');
  const [year = '', month = '', day = ''] = date.split('-');
  const values: Record<string, string> = {
    version: parseImage(image).tagOrLatest.replace(/^v(?=\d)/, ''),
    iso,
    slashes: `${year}/${month}/${day} ${time.slice(0, 8)}`,
    dashes: `${date} ${time.slice(0, 8)}`,
    klog: `${month}${day} ${time}000       1`,
    day: `${day} ${MONTHS[Number(month) - 1]} ${year} ${time}`,
  };
  return text.replace(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
