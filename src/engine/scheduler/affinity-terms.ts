/** Terms of affinity between pods, ready to be matched (SCH-13). */
import { matchesSelector } from '../../k8s/labels';
import type { LabelSelector, Pod, PodSpec } from '../../k8s/types';
import type { Reader } from '../api/types';

export interface AffinityTerm {
  namespaces: ReadonlySet<string>;
  /** Absent matches no namespace, empty every one. */
  namespaceSelector?: LabelSelector;
  /** Absent matches no pod. */
  selector?: LabelSelector;
  topologyKey: string;
  /** 0 for required terms. */
  weight: number;
}

export interface AffinityTerms {
  required: readonly AffinityTerm[];
  requiredAnti: readonly AffinityTerm[];
  preferred: readonly AffinityTerm[];
  preferredAnti: readonly AffinityTerm[];
}

type PodAffinity = NonNullable<NonNullable<PodSpec['affinity']>['podAffinity']>;
type ApiTerm = NonNullable<PodAffinity['requiredDuringSchedulingIgnoredDuringExecution']>[number];
type Labels = Readonly<Record<string, string>> | undefined;

const NONE: readonly AffinityTerm[] = [];
const NO_TERMS: AffinityTerms = { required: NONE, requiredAnti: NONE, preferred: NONE, preferredAnti: NONE };
const termsBySpec = new WeakMap<PodSpec, AffinityTerms>();

/** The terms as they stand, namespace selectors not looked up. Without any, always the same object. */
export function affinityTerms(pod: Pod): AffinityTerms {
  const { podAffinity, podAntiAffinity } = pod.spec.affinity ?? {};
  if (!podAffinity && !podAntiAffinity) return NO_TERMS;
  const known = termsBySpec.get(pod.spec);
  if (known) return known;
  const own = pod.metadata.namespace as string;
  const required = (affinity: PodAffinity | undefined) =>
    affinity?.requiredDuringSchedulingIgnoredDuringExecution?.map((t) => parse(t, own, 0)) ?? NONE;
  const preferred = (affinity: PodAffinity | undefined) =>
    affinity?.preferredDuringSchedulingIgnoredDuringExecution?.map((t) =>
      parse(t.podAffinityTerm, own, t.weight),
    ) ?? NONE;
  const terms = {
    required: required(podAffinity),
    requiredAnti: required(podAntiAffinity),
    preferred: preferred(podAffinity),
    preferredAnti: preferred(podAntiAffinity),
  };
  termsBySpec.set(pod.spec, terms);
  return terms;
}

function parse(term: ApiTerm, own: string, weight: number): AffinityTerm {
  const { namespaces = [], namespaceSelector, labelSelector, topologyKey } = term;
  return {
    namespaces: new Set(namespaces.length === 0 && !namespaceSelector ? [own] : namespaces),
    ...(namespaceSelector && { namespaceSelector }),
    ...(labelSelector && { selector: labelSelector }),
    topologyKey,
    weight,
  };
}

/** The pod's own terms: a namespace selector becomes the namespaces that it selects now. */
export function withNamespaces(terms: readonly AffinityTerm[], read: Reader): readonly AffinityTerm[] {
  return terms.map((term) => {
    const { namespaceSelector, ...rest } = term;
    if (!namespaceSelector || isEmptySelector(namespaceSelector)) return term;
    const namespaces = new Set(term.namespaces);
    for (const { metadata } of read.list('Namespace'))
      if (matchesSelector(namespaceSelector, metadata.labels)) namespaces.add(metadata.name);
    return { ...rest, namespaces };
  });
}

/** `namespaceLabels`: of the pod's namespace; absent where the term's selectors have been looked up. */
export function termMatches(term: AffinityTerm, pod: Pod, namespaceLabels?: Labels): boolean {
  return (
    (term.namespaces.has(pod.metadata.namespace as string) ||
      matchesSelector(term.namespaceSelector, namespaceLabels)) &&
    matchesSelector(term.selector, pod.metadata.labels)
  );
}

/** No terms match nothing. */
export function allTermsMatch(terms: readonly AffinityTerm[], pod: Pod): boolean {
  return terms.length > 0 && terms.every((term) => termMatches(term, pod));
}

/** What the terms match by, as a text. */
export function termsKey(terms: readonly AffinityTerm[]): string {
  return JSON.stringify(terms.map((t) => [[...t.namespaces], t.namespaceSelector, t.selector]));
}

/** Absent is not empty: it matches nothing. */
export function isEmptySelector(selector: LabelSelector | undefined): boolean {
  if (!selector) return false;
  return Object.keys(selector.matchLabels ?? {}).length === 0 && !selector.matchExpressions?.length;
}
