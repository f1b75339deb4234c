import { isMirror } from '../k8s/static-pod';
import { countText } from '../explain/words';
import { controllerOf } from '../k8s/owner';
import type { Pod } from '../k8s/types';
import { FULL, LOOSE } from './layout';
import type { MarkContent } from './pod-mark';
import { oftener, type Timed } from './timed';
import type { LooseMark, SceneTarget } from './types';

/** The pods of a node that belong to no DaemonSet. */
export interface LooseContent {
  count: number;
  text: string;
  title: string;
  /** In the order in which they get room: those in trouble, those of controllers, static pods. */
  pods: readonly LoosePod[];
  timed: Timed;
}

interface LoosePod {
  mark: MarkContent;
  owner: string;
  label: string;
  rank: number;
}

const NOBODY: LooseContent = { count: 0, text: '', title: '', pods: [], timed: false };

/** Rough advance of a 10.5 px character. */
const CHARACTER = 5.4;

export function looseContent(pods: readonly Pod[], markOf: (pod: Pod) => MarkContent): LooseContent {
  if (pods.length === 0) return NOBODY;
  const loose = pods.map((pod) => loosePod(pod, markOf(pod)));
  const fixed = pods.filter(isMirror).length;
  const naked = pods.length - fixed;
  return {
    count: pods.length,
    text: [
      ...(fixed > 0 ? [countText(fixed, 'static pod')] : []),
      ...(naked > 0 ? [countText(naked, fixed > 0 ? 'other' : 'other pod')] : []),
    ].join(' · '),
    title: pods
      .map(({ metadata, status }) => `${metadata.namespace}/${metadata.name}: ${status.phase}`)
      .join('\n'),
    pods: loose.toSorted((a, b) => a.rank - b.rank),
    timed: loose.reduce<Timed>((timed, { mark }) => oftener(timed, mark.timed), false),
  };
}

function loosePod(pod: Pod, mark: MarkContent): LoosePod {
  const controller = controllerOf(pod);
  const owner = isMirror(pod)
    ? 'static pod'
    : controller
      ? `${controller.kind} ${controller.name}`
      : 'no controller';
  const sound = mark.state === 'ready' && mark.fault === undefined;
  return {
    mark,
    owner,
    label: [
      `${mark.name} on ${pod.spec.nodeName ?? 'no node'} (${owner}): ${mark.word}`,
      ...(mark.note === undefined ? [] : [mark.note]),
      ...(mark.fault === undefined ? [] : [`fault: ${mark.fault}`]),
    ].join(', '),
    rank: sound ? (isMirror(pod) ? 2 : 1) : 0,
  };
}

/** Marks at the right of a tile's foot, as many as fit beside the text. */
export function placeLoose(
  { pods, text }: LooseContent,
  tile: { w: number; h: number },
  selection: SceneTarget | undefined,
): LooseMark[] {
  const room = tile.w - 2 * FULL.padX - text.length * CHARACTER - LOOSE.gap;
  const shown = pods.slice(0, Math.max(0, Math.floor(room / LOOSE.w)));
  const left = tile.w - FULL.padX + LOOSE.inset - shown.length * LOOSE.w;
  return shown.map(({ mark, owner, label }, i) => ({
    uid: mark.uid,
    namespace: mark.namespace,
    name: mark.name,
    owner,
    state: mark.state,
    word: mark.word,
    note: mark.note,
    title: `${mark.name} (${owner}): ${mark.word}${mark.note === undefined ? '' : `, ${mark.note}`}\n${mark.title}`,
    fault: mark.fault,
    selected: selection?.type === 'pod' && selection.uid === mark.uid,
    label,
    x: left + i * LOOSE.w,
    y: tile.h - LOOSE.bottom - LOOSE.h,
    w: LOOSE.w,
    h: LOOSE.h,
  }));
}
