import type { Event } from '../../../k8s/types';
import { ageSince } from './age';
import { columnsOf, type KindTable } from './columns';

const WIDE = new Set(['Subobject', 'Source', 'First Seen', 'Count', 'Name']);

/** CLI-31. With `-o wide` the extra columns stand between the others. */
export const eventTable: KindTable<Event> = {
  columns: columnsOf('Last_Seen Type Reason Object Subobject Source Message First_Seen Count Name').map(
    (column) => (WIDE.has(column.name) ? { ...column, wide: true } : column),
  ),
  cells(event, now) {
    const first = event.firstTimestamp || event.eventTime;
    const last = event.series?.lastObservedTime || event.lastTimestamp || first;
    const about = event.involvedObject;
    return [
      ageSince(last, now),
      event.type ?? '',
      event.reason ?? '',
      `${(about.kind ?? '').toLowerCase()}${about.name ? `/${about.name}` : ''}`,
      about.fieldPath ?? '',
      sourceText(event),
      (event.message ?? '').trim(),
      ageSince(first, now),
      event.series?.count ?? (event.count || 1),
      event.metadata.name,
    ];
  },
};

/** `component` or `component, host`. */
function sourceText({ source, reportingComponent, reportingInstance }: Event): string {
  const component = source?.component || reportingComponent || '';
  const host = source?.host || reportingInstance || '';
  return host === '' ? component : `${component}, ${host}`;
}
