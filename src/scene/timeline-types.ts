import type { TimeScale } from './time-scale';
import type { PodState, SetName } from './types';

/** A stretch of virtual time (ms since the Unix epoch) in which a pod was in one state. */
export interface LaneSegment {
  from: number;
  to: number;
  /** The last that is known of the pod: it goes on beyond `to`, and may have begun only there. */
  open?: boolean;
  /** Uid and name of the pod. */
  uid: string;
  pod: string;
  state: PodState;
  /** Index into the palette, as in the grid; 0 = revision unknown. */
  colour: number;
  revision: number | undefined;
}

/** What a node's pods of one set did. Segments of one pod are in order and never overlap; those of two pods may (surge). */
export interface NodeLane {
  node: string;
  segments: readonly LaneSegment[];
}

/** One thing the user did. */
export interface TimelineMark {
  /** Milliseconds since the origin. */
  at: number;
  words: string;
}

export interface TimelineInput {
  set: SetName | undefined;
  lanes: readonly NodeLane[];
  /** Nodes that have a lane beyond those given. */
  more: number;
  marks: readonly TimelineMark[];
  /** Virtual times, ms since the Unix epoch: of 00:00:00, of the playhead, the latest reached. */
  origin: number;
  now: number;
  end: number;
  /** Up to here the lives of pods that were gone by then are forgotten; ms since the Unix epoch. */
  forgottenUntil?: number;
  /** CSS pixels, with the gutter that holds the names. */
  width: number;
  height: number;
  gutter: number;
  /** Width of a text at the size of the labels, CSS pixels; default: an estimate on the safe side. */
  measure?: (text: string) => number;
}

/** solid: Ready; dashed: coming or going; striped: in trouble. */
export type BarStyle = 'solid' | 'dashed' | 'striped';

export interface Bar {
  key: string;
  state: PodState;
  style: BarStyle;
  colour: number;
  /** For the tooltip: node, pod, state, revision, from and to. */
  title: string;
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface Lane {
  /** Name of the node. */
  node: string;
  y: number;
  h: number;
  bars: readonly Bar[];
}

export interface Tick {
  at: number;
  x: number;
  text: string;
}

export interface MarkLabel {
  text: string;
  /** Left edge. */
  x: number;
  w: number;
  row: number;
}

export interface Mark {
  key: string;
  /** Virtual time, ms since the Unix epoch. */
  at: number;
  x: number;
  /** Everything done there, a line each. */
  title: string;
  /** Absent where there is no room: the line stands alone. */
  label: MarkLabel | undefined;
}

export interface TimelineScene {
  width: number;
  height: number;
  scale: TimeScale;
  /** Name of the set, for the head of the gutter. */
  heading: string;
  lanes: readonly Lane[];
  /** `+4 nodes`, or empty. */
  more: string;
  /** Where the lanes begin and end, for the lines that cross them. */
  top: number;
  bottom: number;
  ticks: readonly Tick[];
  marks: readonly Mark[];
  playhead: number;
  /** Right end of what has been reached; beyond the playhead it has been seen, and is drawn faintly. */
  reached: number;
  /** What the lanes no longer show: from the left to `x`, and why. */
  forgotten: { x: number; text: string } | undefined;
  /** In words, for a screen reader: what every lane shows at the playhead. */
  label: string;
}
