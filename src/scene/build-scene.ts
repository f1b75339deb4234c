import type { Reader, WorldReader } from '../engine/index';
import { createSceneBuilder } from './scene-builder';
import type { Grouping, Scene, SceneLevel, SceneTarget } from './types';

export interface SceneInput {
  read: Reader;
  /** Virtual time, ms since the Unix epoch. */
  now: number;
  /** Faults under way. Default: nothing is broken. */
  world?: WorldReader;
  /** Width to fill, CSS pixels. */
  width: number;
  /** Height in which cells should be seen at once, CSS pixels. Default: as high as it needs to be. */
  height?: number;
  selection?: SceneTarget;
  /** Default: by the number of nodes. */
  level?: SceneLevel;
  /** Of cells. Default: by zone. */
  group?: Grouping;
  /**
   * What the kubelet does for a pod, by uid: `pulling`, `waiting-volumes`, … (the engine's `kubeletActivity`). Default: the
   * reason of the pod's last telling event.
   */
  activity?: (uid: string) => string | undefined;
}

/** The picture of the cluster, from nothing. Who shows one after the other keeps a builder. */
export function buildScene(input: SceneInput): Scene {
  return createSceneBuilder().build(input);
}
