import type { DaemonSet } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import { withChanges } from '../defaults/keep';
import { defaultDaemonSet } from '../defaults/daemonset';
import { daemonSetTable } from '../tables/daemon-set';
import { checkDaemonSet, checkDaemonSetStatusUpdate, checkDaemonSetUpdate } from '../validation/daemonset';
import { templateWarnings } from '../validation/warnings';
import { defineKind, type Allotment } from './definition';
import { bumped } from './strategies';

/** API-5. */
export const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

export const daemonSet = defineKind<DaemonSet>(
  {
    kind: 'DaemonSet',
    apiVersion: 'apps/v1',
    plural: 'daemonsets',
    shortNames: ['ds'],
    namespaced: true,
    categories: ['all'],
    subresources: ['status'],
  },
  {
    generation: true,
    defaults: (set) => (set.spec ? withChanges(set, { spec: defaultDaemonSet(set.spec) }) : set),
    allot: countedTemplate,
    prepareCreate: (set) => ({
      ...set,
      metadata: withTemplateGeneration(set, Math.max(1, templateGeneration(set) ?? 1)),
      status: {
        currentNumberScheduled: 0,
        desiredNumberScheduled: 0,
        numberMisscheduled: 0,
        numberReady: 0,
      },
    }),
    prepareUpdate: (next, old) => withGenerations({ ...next, status: old.status }, old),
    prepareStatusUpdate: (next, old) => ({
      ...old,
      metadata: withTemplateGeneration(next, templateGeneration(old) ?? 1),
      status: next.status,
    }),
    check: checkDaemonSet,
    checkUpdate: checkDaemonSetUpdate,
    checkStatusUpdate: checkDaemonSetStatusUpdate,
    warnings: templateWarnings,
    warnsOnUpdate: (next, old) => !deepEqual(next.spec.template, old.spec.template),
    table: daemonSetTable,
  },
);

/** Upstream reads the counter while it decodes; a text that is no number fails there. */
function countedTemplate(next: DaemonSet): Allotment<DaemonSet> {
  const text = next.metadata.annotations?.[TEMPLATE_GENERATION];
  if (text === undefined || /^[+-]?\d+$/.test(text)) return { object: next };
  const why = `strconv.ParseInt: parsing ${JSON.stringify(text)}: invalid syntax`;
  return { how: 'badRequest', why: `DaemonSet in version "v1" cannot be handled as a DaemonSet: ${why}` };
}

/** API-4: one step of the generation for any change of the spec; API-5: and one of the counter for a change of the template. */
function withGenerations(next: DaemonSet, old: DaemonSet): DaemonSet {
  const before = templateGeneration(old) ?? 1;
  const sameTemplate = deepEqual(next.spec.template, old.spec.template);
  const metadata = withTemplateGeneration(next, sameTemplate ? before : before + 1);
  if (sameTemplate && deepEqual(next.spec, old.spec)) return { ...next, metadata };
  return { ...next, metadata: bumped(metadata) };
}

function templateGeneration(set: DaemonSet): number | undefined {
  const text = set.metadata.annotations?.[TEMPLATE_GENERATION];
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function withTemplateGeneration(set: DaemonSet, generation: number): DaemonSet['metadata'] {
  const text = String(generation);
  const { annotations } = set.metadata;
  if (annotations?.[TEMPLATE_GENERATION] === text) return set.metadata;
  return { ...set.metadata, annotations: { ...annotations, [TEMPLATE_GENERATION]: text } };
}
