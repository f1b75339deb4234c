import type { Event } from '../../k8s/types';
import { ageSince } from './age';
import type { KindTable } from './columns';

/** CLI-31. With `-o wide` the extra columns stand between the others. */
export const eventTable: KindTable<Event> = {
  columns: [
    { name: 'LAST SEEN' },
    { name: 'TYPE' },
    { name: 'REASON' },
    { name: 'OBJECT' },
    { name: 'SUBOBJECT', wide: true },
    { name: 'SOURCE', wide: true },
    { name: 'MESSAGE' },
    { name: 'FIRST SEEN', wide: true },
    { name: 'COUNT', wide: true },
    { name: 'NAME', wide: true },
  ],
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
      String(event.series?.count ?? event.count ?? 1),
      event.metadata.name,
    ];
  },
};

/** `component` or `component, host`. */
function sourceText(event: Event): string {
  const component = event.source?.component || event.reportingComponent || '';
  const host = event.source?.host || event.reportingInstance || '';
  return host && host !== component ? `${component}, ${host}` : component;
}
