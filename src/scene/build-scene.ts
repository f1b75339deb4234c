import { compareText } from '../lib/compare';
import { pinnedNodeName } from '../k8s/node-affinity';
import { countText } from '../explain/words';
import { daemonJudge, type Reader, type WorldReader } from '../engine/index';
import type { DaemonSet, Node, Pod } from '../k8s/types';
import { activityOf } from './activity';
import { faultsOf } from './faults';
import { columnsFor, COMPACT, DOTS, FULL, levelFor } from './layout';
import { compareNatural } from './natural-order';
import { nodeContent, type NodeContent } from './node-content';
import { setCard } from './set-card';
import { isBackground, sameItems, setView, type SetView } from './set-view';
import { chipRows, fullTileHeight, placeTile } from './tile';
import { workloadsOf } from './workloads';
import type { Heading, Scene, SceneLevel, SceneTarget, Tile } from './types';

export interface SceneInput {
  read: Reader;
  /** Virtual time, ms since the Unix epoch. */
  now: number;
  /** Faults under way. Default: nothing is broken. */
  world?: WorldReader;
  /** Width to fill, CSS pixels. */
  width: number;
  selection?: SceneTarget;
  /** Default: by the number of nodes. */
  level?: SceneLevel;
  /**
   * What the kubelet does for a pod, by uid: `pulling`, `waiting-volumes`, … (the engine's `kubeletActivity`). Default: the
   * reason of the pod's last telling event.
   */
  activity?: (uid: string) => string | undefined;
}

/** The picture of the cluster. Tiles whose content and place are unchanged are the same objects as in the scene before. */
export function buildScene(input: SceneInput): Scene {
  const { read, now, width, selection } = input;
  const sets = [...read.list('DaemonSet')].sort(compareSets);
  const views = sets.map((set) => setView(set, read));
  const activity = activityOf(read, input.activity);
  const faults = faultsOf(input.world);
  const nodes = orderedNodes(read.list('Node'));
  const placing = { by: input.world?.daemonPlacement ?? 'scheduler', judge: daemonJudge(read, input.world) };
  const waiting = podsWithoutNode(read, views);
  const contents = nodes.map((node) => {
    const bound = read.podsOnNode(node.metadata.name);
    const unbound = waiting.get(node.metadata.name);
    return nodeContent(node, unbound ? [...bound, ...unbound] : bound, views, now, activity, faults, placing);
  });
  const level = input.level ?? levelFor(nodes.length);
  const placed =
    level === 'dots' ? dots(contents, width, selection) : tilesInColumns(contents, level, width, selection);
  return {
    now,
    level,
    width,
    ...placed,
    sets: sets.map((set, i) =>
      setCard(set, views[i] as SetView, i, contents, { read, now, faults, world: input.world }, selection),
    ),
    workloads: workloadsOf(read, now, faults),
    summary: summaryOf(contents),
  };
}

function compareSets(a: DaemonSet, b: DaemonSet): number {
  const system = Number(isBackground(a)) - Number(isBackground(b));
  return (
    system ||
    compareText(a.metadata.namespace ?? '', b.metadata.namespace ?? '') ||
    compareText(a.metadata.name, b.metadata.name)
  );
}

let order: { listed: readonly Node[]; ordered: readonly Node[] } = { listed: [], ordered: [] };

// Nodes seldom change, and sorting them is most of the work of a frame in which nothing else does either.
function orderedNodes(nodes: readonly Node[]): readonly Node[] {
  if (!sameItems(order.listed, nodes)) order = { listed: [...nodes], ordered: nodes.toSorted(compareNodes) };
  return order.ordered;
}

/** Control plane first, then in the order people count. */
export function compareNodes(a: Node, b: Node): number {
  return rank(a) - rank(b) || compareNatural(a.metadata.name, b.metadata.name);
}

function rank(node: Node): number {
  return node.metadata.labels?.['node-role.kubernetes.io/control-plane'] === undefined ? 1 : 0;
}

/** Pods of the sets that the scheduler has not bound yet, by the node their affinity names (DS-27). */
function podsWithoutNode(read: Reader, views: readonly SetView[]): Map<string, Pod[]> {
  const waiting = new Map<string, Pod[]>();
  for (const view of views) {
    for (const pod of read.ownedBy('Pod', view.uid)) {
      if (pod.spec.nodeName) continue;
      const node = pinnedNodeName(pod);
      if (node === undefined) continue;
      const list = waiting.get(node);
      if (list) list.push(pod);
      else waiting.set(node, [pod]);
    }
  }
  return waiting;
}

interface Placed {
  tiles: Tile[];
  headings: Heading[];
  height: number;
}

function tilesInColumns(
  contents: readonly NodeContent[],
  level: 'full' | 'compact',
  width: number,
  selection: SceneTarget | undefined,
): Placed {
  const { columns, tileWidth } = columnsFor(level, contents.length, width);
  const gap = level === 'full' ? FULL.gap : COMPACT.gap;
  const tiles: Tile[] = [];
  let y = 0;
  for (let start = 0; start < contents.length; start += columns) {
    const row = contents.slice(start, start + columns);
    const rows = level === 'full' ? Math.max(...row.map((content) => chipRows(content, tileWidth))) : 0;
    const withFooter = row.some((content) => content.others.count > 0);
    const heights = row.map((content) =>
      level === 'full' ? fullTileHeight(content, rows, withFooter) : compactHeight(content, tileWidth),
    );
    const h = Math.max(...heights);
    row.forEach((content, column) => {
      const place = { x: column * (tileWidth + gap), y, w: tileWidth, h, chipRows: rows };
      tiles.push(placeTile(content, level, place, selection));
    });
    y += h + gap;
  }
  return { tiles, headings: [], height: Math.max(0, y - gap) };
}

function compactHeight(content: NodeContent, width: number): number {
  const inner = width - 2 * COMPACT.padX;
  const columns = Math.max(1, Math.floor((inner + COMPACT.cellGap) / (COMPACT.cell + COMPACT.cellGap)));
  const rows = Math.max(1, Math.ceil(content.slots.length / columns));
  return COMPACT.headerHeight + rows * (COMPACT.cell + COMPACT.cellGap) - COMPACT.cellGap + COMPACT.bottom;
}

/** Cells in sections: by zone where nodes have one, else by role. */
function dots(contents: readonly NodeContent[], width: number, selection: SceneTarget | undefined): Placed {
  const sections = new Map<string, NodeContent[]>();
  for (const content of contents) {
    const title = sectionOf(content);
    const section = sections.get(title);
    if (section) section.push(content);
    else sections.set(title, [content]);
  }
  const cells = Math.max(1, contents[0]?.slots.length ?? 1);
  const w = cells * (DOTS.cell + DOTS.cellGap) - DOTS.cellGap;
  const step = w + (cells > 1 ? DOTS.gap : 3);
  const rowStep = DOTS.cell + 4;
  const columns = Math.max(1, Math.floor((width + step - w) / step));
  const tiles: Tile[] = [];
  const headings: Heading[] = [];
  let y = 0;
  for (const [title, section] of sections) {
    headings.push({ key: title, text: `${title} · ${countText(section.length, 'node')}`, x: 0, y: y + 13 });
    y += DOTS.heading;
    section.forEach((content, i) => {
      const place = {
        x: (i % columns) * step,
        y: y + Math.floor(i / columns) * rowStep,
        w,
        h: DOTS.cell,
        chipRows: 0,
      };
      tiles.push(placeTile(content, 'dots', place, selection));
    });
    y += Math.ceil(section.length / columns) * rowStep + DOTS.sectionGap;
  }
  return { tiles, headings, height: Math.max(0, y - DOTS.sectionGap) };
}

function sectionOf(content: NodeContent): string {
  const labels = content.node.metadata.labels ?? {};
  const zone = labels['topology.kubernetes.io/zone'] ?? labels['zone'];
  if (content.words.controlPlane) return 'control plane';
  return zone === undefined ? `${content.words.role}s` : `zone ${zone}`;
}

function summaryOf(contents: readonly NodeContent[]): string {
  const count = (test: (content: NodeContent) => boolean): number =>
    contents.reduce((sum, content) => sum + Number(test(content)), 0);
  const parts: [number, string][] = [
    [count(({ words }) => !words.ready), 'not ready'],
    [count(({ words }) => words.cordoned), 'cordoned'],
    [count(({ words }) => words.pressure.length > 0), 'under pressure'],
  ];
  return [
    countText(contents.length, 'node'),
    ...parts.flatMap(([nodes, words]) => (nodes > 0 ? [`${nodes} ${words}`] : [])),
  ].join(' · ');
}
