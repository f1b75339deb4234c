import type { Event } from '../../../k8s/types';
import { eventTable } from '../tables/event';
import { checkEvent, checkEventUpdate } from '../validation/event';
import { defineKind } from './definition';

type Involved = NonNullable<Event['involvedObject']>;

const about = (field: keyof Involved) => (event: Event) => event.involvedObject[field] ?? '';

export const event = defineKind<Event>(
  { kind: 'Event', apiVersion: 'v1', plural: 'events', shortNames: ['ev'], namespaced: true },
  {
    check: checkEvent,
    checkUpdate: checkEventUpdate,
    fields: {
      'involvedObject.kind': about('kind'),
      'involvedObject.namespace': about('namespace'),
      'involvedObject.name': about('name'),
      'involvedObject.uid': about('uid'),
      'involvedObject.apiVersion': about('apiVersion'),
      'involvedObject.resourceVersion': about('resourceVersion'),
      'involvedObject.fieldPath': about('fieldPath'),
      reason: (e) => e.reason ?? '',
      reportingComponent: (e) => e.reportingComponent ?? '',
      source: (e) => e.source?.component || e.reportingComponent || '',
      type: (e) => e.type ?? '',
    },
    table: eventTable,
  },
);
