/** Label and field selectors as commands use them (CLI-16, CLI-17). */
import type { AnyObject } from '../k8s/types';
import { badRequest, type KindRow, type Status } from '../engine/index';
import { matchesRequirements, parseLabelSelector, type Requirement } from '../k8s/labels';
import { goResource } from './resource-arguments';

export interface Selection {
  labels: readonly Requirement[];
  fields: readonly { field: string; equal: boolean; value: string }[];
}

/** Fields that the server can select by, besides `metadata.name` and `metadata.namespace`. */
const FIELDS: Record<string, readonly string[]> = {
  Pod: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.podIPs',
    'status.nominatedNodeName',
  ],
  Node: ['spec.unschedulable'],
  Event: [
    'involvedObject.kind',
    'involvedObject.namespace',
    'involvedObject.name',
    'involvedObject.uid',
    'involvedObject.apiVersion',
    'involvedObject.resourceVersion',
    'involvedObject.fieldPath',
    'reason',
    'reportingComponent',
    'source',
    'type',
  ],
  Namespace: ['status.phase'],
  Secret: ['type'],
};

/** Reads both selectors for a kind; the server's BadRequest when it cannot. */
export function readSelection(row: KindRow, labelText: string, fieldText: string): Selection | Status {
  const refuse = (why: string): Status =>
    badRequest(
      `Unable to find ${JSON.stringify(goResource(row))} that match label selector ${JSON.stringify(labelText)}, field selector ${JSON.stringify(fieldText)}: ${why}`,
    );
  const labels = labelText === '' ? { ok: true as const, requirements: [] } : parseLabelSelector(labelText);
  if (!labels.ok) return refuse(labels.message);
  const fields: { field: string; equal: boolean; value: string }[] = [];
  for (const term of fieldText.split(',').filter(Boolean)) {
    const match = /^(.*?)(==|!=|=)(.*)$/s.exec(term);
    if (!match) return refuse(`invalid selector: '${term}'; can't understand '${term}'`);
    const field = match[1] ?? '';
    const own = FIELDS[row.kind];
    if (
      !own?.includes(field) &&
      field !== 'metadata.name' &&
      !(field === 'metadata.namespace' && row.namespaced)
    ) {
      return refuse(
        own
          ? `field label not supported: ${field}`
          : `${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`,
      );
    }
    fields.push({ field, equal: match[2] !== '!=', value: match[3] ?? '' });
  }
  return { labels: labels.requirements, fields };
}

export function selected(object: AnyObject, selection: Selection): boolean {
  if (!matchesRequirements(selection.labels, object.metadata.labels)) return false;
  return selection.fields.every((term) => (fieldValue(object, term.field) === term.value) === term.equal);
}

function fieldValue(object: AnyObject, path: string): string {
  if (object.kind === 'Event' && path === 'source') {
    return object.source?.component || object.reportingComponent || '';
  }
  if (object.kind === 'Pod' && path === 'spec.hostNetwork') return String(object.spec.hostNetwork ?? false);
  if (object.kind === 'Node' && path === 'spec.unschedulable')
    return String(object.spec?.unschedulable ?? false);
  let value: unknown = object;
  for (const key of path.split('.')) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  }
  return typeof value === 'string' ? value : '';
}
