import { compareText } from '../lib/compare';
import { conditionOf, isPodTerminal, isTerminating } from '../k8s/conditions';
import { pinnedNodeName } from '../k8s/node-affinity';
import { controllerOf } from '../k8s/owner';
import type { Node, Pod } from '../k8s/types';
import { kubeletActivity, type Cluster, type TimedEvent, type Watch } from '../engine/index';
import { activityIn } from '../scene/activity';
import { compareNodes } from '../scene/node-order';
import { podState } from '../scene/pod-mark';
import { isSystem, setView } from '../scene/set-view';
import type { LaneSegment, NodeLane } from '../scene/timeline-types';
import type { PodState, SetName } from '../scene/types';
import type { Lanes, Selection } from './types';

/** From here on the pod was in this state; undefined: it was gone. */
interface Point {
  at: number;
  /** Revision of the cluster that the state began with. */
  revision: number;
  state: PodState | undefined;
}

/** The life of one pod of a DaemonSet. */
interface Track {
  uid: string;
  pod: string;
  setKey: string;
  setUid: string;
  node: string;
  /** Its `controller-revision-hash`. */
  hash: string;
  points: Point[];
}

interface Paint {
  colour: number;
  revision: number | undefined;
}

const HASH_LABEL = 'controller-revision-hash';
/** Points that are kept, at some 100 bytes each with their tracks. */
const MOST_POINTS = 200_000;
const UNPAINTED: Paint = { colour: 0, revision: undefined };

/**
 * What the pods of every DaemonSet did since the origin, from watch events, so that nothing between two frames is lost. The
 * recorded part reaches to the latest time played: a seek back keeps what lies after the playhead, a fork drops it.
 */
export class LaneLog implements Lanes {
  private readonly watches: readonly Watch[];
  private readonly tracks = new Map<string, Track>();
  /** Of each set, by `namespace/name`: the tracks on each node, oldest first. */
  private readonly sets = new Map<string, Map<string, Track[]>>();
  /** Every node met so far, with its last object: a deleted one keeps its lane. */
  private readonly known = new Map<string, Node>();
  private readonly order = new Map<string, readonly string[]>();
  private readonly paints = new Map<string, Paint>();
  // As of `seen`, which during `sync` lags behind the cluster's own objects.
  private nodes = new Map<string, Node>();
  private pods = new Map<string, Pod>();
  private activities = new Map<string, string>();
  /** Revision of the cluster at the last `sync`, and the highest that is recorded. */
  private seen: number;
  private restored: number;
  private frontier: number;
  private points = 0;
  private most: number;
  forgottenUntil: number | undefined;

  /** `cluster` stands at the origin: its pods are where the lanes begin. */
  constructor(
    private readonly cluster: Cluster,
    private readonly mostPoints = MOST_POINTS,
  ) {
    this.most = mostPoints;
    this.watches = [cluster.watch('Pod'), cluster.watch('Node'), cluster.watch('Event')];
    this.seen = cluster.revision;
    this.restored = cluster.restored;
    this.frontier = cluster.revision;
    this.readAll();
    for (const pod of this.pods.values()) this.note(pod, cluster.now, cluster.revision);
  }

  /** Records what has happened. Call it after every change of the cluster, and on both sides of a jump. */
  sync(): void {
    const { cluster, watches } = this;
    const events = watches.flatMap((watch) => watch.take()).sort((a, b) => a.revision - b.revision);
    // After a jump the events, if any, are the replay of what is recorded already.
    if (cluster.restored !== this.restored) this.readAll();
    else for (const event of events) this.apply(event);
    this.seen = cluster.revision;
    this.restored = cluster.restored;
    this.frontier = Math.max(this.frontier, this.seen);
  }

  /** The user has done something at the playhead: what was recorded after it no longer happens. Call it before `sync`. */
  fork(): void {
    if (this.frontier > this.seen) {
      for (const track of this.tracks.values()) {
        const all = track.points.length;
        track.points = track.points.filter((point) => point.revision <= this.seen);
        this.points -= all - track.points.length;
        if (track.points.length === 0) this.forget(track);
      }
    }
    this.frontier = this.seen;
  }

  focus(selection: Selection | undefined): SetName | undefined {
    const { read } = this.cluster;
    const wanted = this.selectedSet(selection);
    if (wanted && (read.get('DaemonSet', wanted.namespace, wanted.name) || this.sets.has(keyOf(wanted))))
      return wanted;
    const present = read.list('DaemonSet').map(({ metadata }) => keyOf(metadata));
    const keys = [...present, ...[...this.sets.keys()].sort(compareText)];
    const key = keys.find((candidate) => !isSystem(nameOf(candidate).namespace)) ?? keys[0];
    return key === undefined ? undefined : nameOf(key);
  }

  lanes(
    set: SetName | undefined,
    end: number,
    most: number,
    node?: string,
  ): { lanes: NodeLane[]; more: number } {
    const tracks = set && this.sets.get(keyOf(set));
    if (!set || !tracks) return { lanes: [], more: 0 };
    this.paint(set);
    const all = this.nodesOf(keyOf(set), tracks);
    const shown = all.slice(0, most);
    if (node !== undefined && tracks.has(node) && !shown.includes(node) && most > 0) shown[most - 1] = node;
    const lanes = shown.map((name) => ({
      node: name,
      segments: (tracks.get(name) ?? []).flatMap((track) => this.segments(track, end)),
    }));
    return { lanes, more: all.length - shown.length };
  }

  private apply(event: TimedEvent): void {
    const { at, revision } = event;
    const gone = event.type === 'DELETED';
    if (event.kind === 'Pod') {
      const pod = event.object;
      const { uid } = pod.metadata;
      if (gone) {
        this.pods.delete(uid);
        this.activities.delete(uid);
        this.add(this.tracks.get(uid), { at, revision, state: undefined });
      } else {
        this.pods.set(uid, pod);
        this.note(pod, at, revision);
      }
    } else if (event.kind === 'Node') {
      const node = event.object;
      const before = this.nodes.get(node.metadata.name);
      if (gone) this.nodes.delete(node.metadata.name);
      else this.meet(node);
      if (gone || readiness(before) !== readiness(node)) this.noteNode(node.metadata.name, at, revision);
    } else if (event.kind === 'Event' && !gone) {
      const pod = this.pods.get(event.object.involvedObject.uid ?? '');
      const activity = activityIn(event.object);
      if (!pod || activity === undefined) return;
      this.activities.set(pod.metadata.uid, activity);
      this.note(pod, at, revision);
    }
  }

  private noteNode(name: string, at: number, revision: number): void {
    for (const lanes of this.sets.values())
      for (const { uid } of lanes.get(name) ?? []) {
        const pod = this.pods.get(uid);
        if (pod) this.note(pod, at, revision);
      }
  }

  /** Notes the state of a pod as of now, when it belongs to a DaemonSet. */
  private note(pod: Pod, at: number, revision: number): void {
    if (revision < this.frontier) return;
    const track = this.trackOf(pod);
    if (!track) return;
    const node = this.nodes.get(pod.spec.nodeName ?? '');
    const mine = controllerOf(pod)?.uid === track.setUid;
    // Its containers have ended for good: what is left is an object, beside which its successor is made already.
    const over = isTerminating(pod) && isPodTerminal(pod);
    const state = mine && !over ? podState(pod, node, at, this.activities.get(track.uid)) : undefined;
    this.add(track, { at, revision, state });
  }

  private add(track: Track | undefined, point: Point): void {
    const last = track?.points.at(-1);
    if (!track || (last && (last.revision >= point.revision || last.state === point.state))) return;
    track.points.push(point);
    if (++this.points > this.most) this.forgetOldest();
  }

  /** Lets go of pods that are gone, those first that came first. */
  private forgetOldest(): void {
    for (const track of this.tracks.values()) {
      const last = track.points.at(-1);
      if (last?.state !== undefined || !last) continue;
      this.forgottenUntil = Math.max(this.forgottenUntil ?? 0, last.at);
      this.forget(track);
      if (this.points <= (this.mostPoints * 3) / 4) break;
    }
    // What lives on is kept however much it is.
    this.most = Math.max(this.mostPoints, this.points * 2);
  }

  private trackOf(pod: Pod): Track | undefined {
    const { uid, name, namespace = 'default', labels } = pod.metadata;
    const known = this.tracks.get(uid);
    if (known) return known;
    const owner = controllerOf(pod);
    const node = pod.spec.nodeName || pinnedNodeName(pod);
    if (owner?.kind !== 'DaemonSet' || node === undefined) return undefined;
    const setKey = keyOf({ namespace, name: owner.name });
    const hash = labels?.[HASH_LABEL] ?? '';
    const track: Track = { uid, pod: name, setKey, setUid: owner.uid, node, hash, points: [] };
    this.tracks.set(uid, track);
    let lanes = this.sets.get(setKey);
    if (!lanes) this.sets.set(setKey, (lanes = new Map()));
    const lane = lanes.get(node);
    if (lane) lane.push(track);
    else {
      lanes.set(node, [track]);
      this.order.delete(setKey);
    }
    if (!this.paints.has(paintKey(track))) this.paint({ namespace, name: owner.name });
    return track;
  }

  private forget(track: Track): void {
    this.tracks.delete(track.uid);
    this.points -= track.points.length;
    const lanes = this.sets.get(track.setKey);
    const rest = lanes?.get(track.node)?.filter((other) => other !== track) ?? [];
    if (rest.length > 0) lanes?.set(track.node, rest);
    else {
      lanes?.delete(track.node);
      this.order.delete(track.setKey);
    }
    if (lanes?.size === 0) this.sets.delete(track.setKey);
  }

  private segments(track: Track, end: number): LaneSegment[] {
    const { uid, pod, points } = track;
    const paint = this.paints.get(paintKey(track)) ?? UNPAINTED;
    return points.flatMap(({ at, state }, i) => {
      const next = points[i + 1];
      const to = next?.at ?? end;
      if (state === undefined || (next && to <= at)) return [];
      return [{ from: at, to, ...(next ? {} : { open: true }), uid, pod, state, ...paint }];
    });
  }

  /** The colours that the grid has for the set's revisions; those of revisions that are gone stay as they were. */
  private paint({ namespace, name }: SetName): void {
    const set = this.cluster.read.get('DaemonSet', namespace, name);
    if (!set) return;
    const { uid, revisions } = setView(set, this.cluster.read);
    for (const { hash, colour, revision } of revisions.values())
      this.paints.set(`${uid}/${hash}`, { colour, revision });
  }

  private nodesOf(setKey: string, tracks: ReadonlyMap<string, unknown>): readonly string[] {
    let names = this.order.get(setKey);
    if (!names) {
      const { known } = this;
      names = [...tracks.keys()].sort((a, b) => {
        const [left, right] = [known.get(a), known.get(b)];
        return left && right ? compareNodes(left, right) : compareText(a, b);
      });
      this.order.set(setKey, names);
    }
    return names;
  }

  private selectedSet(selection: Selection | undefined): SetName | undefined {
    if (selection?.type === 'set') return { namespace: selection.namespace, name: selection.name };
    if (selection?.type === 'slot') return selection.set;
    const track = selection?.type === 'pod' ? this.tracks.get(selection.uid) : undefined;
    return track && nameOf(track.setKey);
  }

  private meet(node: Node): void {
    this.nodes.set(node.metadata.name, node);
    if (!this.known.has(node.metadata.name)) this.order.clear();
    this.known.set(node.metadata.name, node);
  }

  private readAll(): void {
    const { read } = this.cluster;
    this.nodes = new Map();
    for (const node of read.list('Node')) this.meet(node);
    this.pods = new Map(read.list('Pod').map((pod) => [pod.metadata.uid, pod]));
    this.activities = new Map();
    // From the kubelets instead of the events that told of it, which are many: this happens at every jump.
    for (const uid of this.pods.keys()) {
      const doing = kubeletActivity(this.cluster, uid);
      if (doing !== undefined) this.activities.set(uid, doing);
    }
  }
}

function keyOf({ namespace = 'default', name }: { namespace?: string; name: string }): string {
  return `${namespace}/${name}`;
}

function nameOf(key: string): SetName {
  const slash = key.indexOf('/');
  return { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

function readiness(node: Node | undefined): string | undefined {
  return conditionOf(node?.status.conditions, 'Ready')?.status;
}

function paintKey({ setUid, hash }: Track): string {
  return `${setUid}/${hash}`;
}
