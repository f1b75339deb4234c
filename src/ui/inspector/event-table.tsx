import { humanDuration } from '../../k8s/duration';
import { parseRfc3339 } from '../../k8s/time';
import type { Event, KubeObject } from '../../k8s/types';
import { compareText } from '../../lib/compare';
import { useCluster } from '../page-context';

/** Newest first. */
const SHOWN = 40;

/** The events about an object, as `kubectl describe` lists them, newest first. */
export function EventTable({ object }: { object: KubeObject }) {
  const { read, now } = useCluster();
  const events = read
    .list('Event')
    .filter((event) => isAbout(event, object))
    .toSorted((a, b) => compareText(orderOf(b), orderOf(a)));
  if (events.length === 0) return <p className="muted padded">No events.</p>;
  return (
    <table className="events">
      <thead>
        <tr>
          <th scope="col">Age</th>
          <th scope="col">Type</th>
          <th scope="col">Reason</th>
        </tr>
        <tr className="visually-hidden">
          <th scope="col" colSpan={3}>
            Message
          </th>
        </tr>
      </thead>
      {events.slice(0, SHOWN).map((event) => (
        <tbody key={event.metadata.uid} data-type={event.type}>
          <tr>
            <td className="event-age">{ageOf(event, now)}</td>
            <td>{event.type}</td>
            <td>{event.reason}</td>
          </tr>
          <tr>
            <td colSpan={3} className="event-message">
              {event.message}
            </td>
          </tr>
        </tbody>
      ))}
    </table>
  );
}

function isAbout({ involvedObject }: Event, { kind, metadata }: KubeObject): boolean {
  if (involvedObject.kind !== kind || involvedObject.name !== metadata.name) return false;
  if (kind === 'Node') return true;
  return involvedObject.namespace === metadata.namespace && involvedObject.uid === metadata.uid;
}

function orderOf({ lastTimestamp, metadata }: Event): string {
  return `${lastTimestamp ?? metadata.creationTimestamp} ${metadata.resourceVersion.padStart(12, '0')}`;
}

/** `5s`, or `5s (x4 over 2m)` for one that repeats. */
function ageOf({ lastTimestamp, firstTimestamp, count, metadata }: Event, now: number): string {
  const since = (time: string | undefined): string =>
    humanDuration(now - parseRfc3339(time ?? metadata.creationTimestamp));
  return (count ?? 1) > 1
    ? `${since(lastTimestamp)} (x${count} over ${since(firstTimestamp)})`
    : since(lastTimestamp);
}
