import { compareText } from '../lib/compare';
import { sameItems } from '../lib/equal';
import { parseImage } from '../k8s/image';
import { isPodUpdated, templateGeneration, type Reader } from '../engine/index';
import type { ControllerRevision, DaemonSet, Pod, PodSpec } from '../k8s/types';
import { revisionColour } from './palette';
import type { SetCard } from './types';

const HASH_LABEL = 'controller-revision-hash';

export interface RevisionView {
  hash: string;
  revision: number;
  colour: number;
  /** Image of the first container. */
  image: string;
}

/** What a tile needs to know of a set. Keeps its identity while only the set's status changes. */
export interface SetView {
  uid: string;
  namespace: string;
  name: string;
  /** It came with the cluster: a quieter slot, a shorter card. */
  system: boolean;
  quiet: boolean;
  deleting: boolean;
  /** Any stored version of the set with the current template. */
  set: DaemonSet;
  minReadySeconds: number;
  current: RevisionView | undefined;
  revisions: ReadonlyMap<string, RevisionView>;
  /** Highest revision number. */
  latest: number;
  generation: number | undefined;
}

const memo = new WeakMap<object, { inputs: readonly unknown[]; view: SetView }>();

/** The view of a set; the same object as long as nothing that a tile shows has changed. */
export function setView(set: DaemonSet, read: Reader): SetView {
  const revisions = read.ownedBy('ControllerRevision', set.metadata.uid);
  const system = isBackground(set);
  const status = set.status;
  const rolling =
    revisions.length > 1 && (status.updatedNumberScheduled ?? 0) < status.desiredNumberScheduled;
  const quiet = system && !rolling;
  const inputs = [
    set.metadata.uid,
    set.spec.minReadySeconds,
    set.metadata.deletionTimestamp,
    templateGeneration(set),
    quiet,
    system,
    ...revisions,
  ];
  const kept = memo.get(set.spec.template);
  if (kept && sameItems(kept.inputs, inputs)) return kept.view;
  const views = revisionViews(revisions);
  const latest = Math.max(0, ...[...views.values()].map((view) => view.revision));
  const view: SetView = {
    uid: set.metadata.uid,
    namespace: set.metadata.namespace ?? 'default',
    name: set.metadata.name,
    system,
    quiet,
    deleting: set.metadata.deletionTimestamp !== undefined,
    set,
    minReadySeconds: set.spec.minReadySeconds ?? 0,
    current: [...views.values()].find((revision) => revision.revision === latest),
    revisions: views,
    latest,
    generation: templateGeneration(set),
  };
  memo.set(set.spec.template, { inputs, view });
  return view;
}

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** What the cluster came with stays in the background; what the user has applied is never there, whatever its namespace. */
export function isBackground({ metadata }: DaemonSet): boolean {
  return isSystem(metadata.namespace) && metadata.annotations?.[LAST_APPLIED] === undefined;
}

export function isSystem(namespace: string | undefined): boolean {
  return namespace === 'kube-system';
}

// Colours follow the order of creation, not the revision number: an undo renumbers a revision (DS-62) but its pods are the same.
function revisionViews(revisions: readonly ControllerRevision[]): Map<string, RevisionView> {
  const ordered = [...revisions].sort(
    (a, b) =>
      compareText(a.metadata.creationTimestamp, b.metadata.creationTimestamp) || a.revision - b.revision,
  );
  return new Map(
    ordered.map((revision, index) => {
      const hash = revision.metadata.labels?.[HASH_LABEL] ?? revision.metadata.name;
      const view = {
        hash,
        revision: revision.revision,
        colour: revisionColour(index),
        image: imageOf(revision),
      };
      return [hash, view];
    }),
  );
}

function imageOf(revision: ControllerRevision): string {
  const data = revision.data as { spec?: { template?: { spec?: Partial<PodSpec> } } };
  return data.spec?.template?.spec?.containers?.[0]?.image ?? '';
}

/** The revision a pod was made from, when that revision still exists. */
export function revisionOf(pod: Pod, view: SetView): RevisionView | undefined {
  return view.revisions.get(pod.metadata.labels?.[HASH_LABEL] ?? '');
}

/** Whether the pod has the set's current template (DS-32). */
export function isCurrent(pod: Pod, view: SetView): boolean {
  return isPodUpdated(pod, view.current?.hash ?? '', view.generation);
}

/** How a card names a revision next to others: the tag, or more of the image where tags do not tell them apart. */
export function versionText(current: RevisionView | undefined, old: readonly RevisionView[]): string {
  if (!current) return '';
  const tag = (revision: RevisionView) => parseImage(revision.image).tagOrLatest;
  if (old.length === 0) return tag(current);
  const names = [current, ...old].map((revision) => {
    const { repository, tagOrLatest } = parseImage(revision.image);
    return { base: repository.slice(repository.lastIndexOf('/') + 1), tag: tagOrLatest, revision };
  });
  const sameTag = names.some(
    (name, i) => i > 0 && name.tag === names[0]?.tag && name.base === names[0]?.base,
  );
  if (sameTag) return `revision ${current.revision} ← ${old.map((revision) => revision.revision).join(', ')}`;
  const sameBase = names.every((name) => name.base === names[0]?.base);
  const texts = names.map((name) => (sameBase ? name.tag : `${name.base}:${name.tag}`));
  return `${texts[0]} ← ${texts.slice(1).join(', ')}`;
}

/** Every revision of a set in a word, newest first: the tag where tags tell them apart, else the number. */
export function revisionNames({ revisions }: SetView): SetCard['versions'] {
  const all = [...revisions.values()].map((revision) => ({
    ...revision,
    tag: parseImage(revision.image).tagOrLatest,
  }));
  return all
    .sort((a, b) => b.revision - a.revision)
    .map(({ colour, revision, tag }) => ({
      revision,
      colour,
      text: all.filter((other) => other.tag === tag).length > 1 ? `revision ${revision}` : tag,
    }));
}
