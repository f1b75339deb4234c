import type { Namespace } from '../../../k8s/types';
import { deepEqual } from '../../../lib/equal';
import type { FieldError } from '../field-error';
import { namespaceTable } from '../tables/small-kinds';
import {
  checkNamespace,
  checkNamespaceStatusUpdate,
  checkNamespaceUpdate,
  checkPodSecurityLabels,
} from '../validation/namespace';
import { defineKind, type Allotment } from './definition';
import { keepStatus } from './strategies';

const NAME_LABEL = 'kubernetes.io/metadata.name';

export const namespace = defineKind<Namespace>(
  {
    kind: 'Namespace',
    apiVersion: 'v1',
    plural: 'namespaces',
    shortNames: ['ns'],
    namespaced: false,
    subresources: ['finalize', 'status'],
  },
  {
    admit: securityLabels,
    prepareCreate: (ns) => ({
      ...withNameLabel(ns),
      spec: withFinalizer(ns.spec),
      status: { phase: 'Active' },
    }),
    // Finalizers go by the finalize subresource.
    prepareUpdate: (next, old) => ({ ...keepStatus(withNameLabel(next), old), spec: old.spec }),
    check: checkNamespace,
    checkUpdate: checkNamespaceUpdate,
    checkStatusUpdate: checkNamespaceStatusUpdate,
    fields: { 'status.phase': (ns) => ns.status?.phase ?? '' },
    table: namespaceTable,
  },
);

function withFinalizer(spec: Namespace['spec']): Namespace['spec'] {
  const finalizers = spec?.finalizers ?? [];
  return { finalizers: finalizers.includes('kubernetes') ? finalizers : [...finalizers, 'kubernetes'] };
}

/** Wrong labels of before may stay. */
function securityLabels(next: Namespace, old: Namespace | undefined): Allotment<Namespace> {
  const [causes, before]: FieldError[][] = [[], []];
  checkPodSecurityLabels(causes ?? [], next.metadata.labels);
  checkPodSecurityLabels(before ?? [], old?.metadata.labels);
  return causes?.length && !deepEqual(causes, before) ? { causes } : { object: next };
}

/** The label follows the name, whatever is sent. */
function withNameLabel(ns: Namespace): Namespace {
  const { labels, name } = ns.metadata;
  if (labels?.[NAME_LABEL] === name) return ns;
  return { ...ns, metadata: { ...ns.metadata, labels: { ...labels, [NAME_LABEL]: name } } };
}
