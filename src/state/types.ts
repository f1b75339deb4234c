/** What the page's stores offer. The UI reads these and calls the named actions; it never reaches into the engine. */
import type { NodeLane } from '../scene/timeline-types';
import type { SceneTarget, SetName } from '../scene/types';
import type { Cluster, WorldReader } from '../engine/index';
import type { MissingObject } from '../explain/missing';
import type { Action } from '../scenario/scenario';
import type { Diagnostic } from '../yaml/documents';

/** Lines a command printed. */
export interface CommandOutput {
  lines: { stream: 'stdout' | 'stderr'; text: string }[];
  /** Exit status. */
  status: number;
  /** Set when it has not ended: the rest comes in the next frames, and what it prints goes to who asked for it (`run`). */
  goesOn?: true;
}

/** What is done in slices while time stands still. `share`: how much of it is done, 0…1; it never falls. */
export type UnderWay =
  /** The playhead goes to `to`, virtual ms since the Unix epoch; `returns`: whether `cancel` leads back to where it was. */
  | { type: 'opening' | 'seeking'; to: number; share: number; returns: boolean }
  | { type: 'command'; line: string; share: number };

/** The cluster at the playhead and the controls of time. */
export interface SessionState {
  cluster: Cluster;
  /** Grows whenever anything visible may have changed; components select on it. */
  version: number;
  /** Playhead, virtual milliseconds since the Unix epoch. */
  now: number;
  /** Virtual time shown as 00:00:00. */
  origin: number;
  /** Where the playhead is on its way to, back or ahead, while a long way (opening a link, seeking) is played in slices. */
  heading: number | undefined;
  /** What has to be done before time goes on; what is asked for meanwhile waits its turn. */
  underWay: UnderWay | undefined;
  /** The latest time reached; seeking back keeps it, so that one can go forward again. */
  end: number;
  playing: boolean;
  /** Virtual seconds for each real second, 0.25 … 60. */
  speed: number;
  /** What is reached of it, when that is clearly less: the simulation has more to do than fits into real time. */
  pace: number | undefined;
  actions: readonly Action[];
  /** The last thing done, in words, for the live region and the clock's caption. */
  lastAction: string;
  title: string;
  seed: number;
}

export interface SessionActions {
  /**
   * Runs a command at the playhead and records it. Past the playhead, later actions are dropped (a fork). Blocking commands do not
   * block here. Long ones go on in the next frames: `ended` gets the output when there is all of it, at once where it can.
   */
  run(line: string, stdin?: string, ended?: (output: CommandOutput) => void): CommandOutput;
  play(): void;
  pause(): void;
  setSpeed(speed: number): void;
  /** To the next instant at which something is written. */
  step(): void;
  /** Virtual milliseconds since the Unix epoch; clamped to [origin, end]. */
  seek(time: number): void;
  /** Gives up the way to `heading`: back to the moment before it was sought; else stops there, and what lies ahead stays to be played. */
  cancel(): void;
  /** Back to the default scenario. */
  reset(): void;
  /** A few words for an action. */
  describe(action: Action): string;
}

/** What the pods did since the origin, for the lanes of the timeline. */
export interface Lanes {
  /** Up to this time, ms since the Unix epoch, lives of pods that were gone by then are forgotten. Undefined: none is. */
  readonly forgottenUntil: number | undefined;
  /** The set whose lanes to show: the selected one, else the user's first, else any. */
  focus(selection: Selection | undefined): SetName | undefined;
  /**
   * Lanes of a set in node order, at most `most` of them; `more` counts the rest. `end`: where the last segments end, ms since
   * the Unix epoch. `node`: one that should be among them.
   */
  lanes(
    set: SetName | undefined,
    end: number,
    most: number,
    node?: string,
  ): { lanes: NodeLane[]; more: number };
}

/** What the page's frame reads of the cluster and of time. There is a stand-in for it before the simulation is there (`opening.ts`). */
export interface Shown extends Omit<SessionState, 'cluster'>, SessionActions {
  cluster: {
    readonly revision: number;
    readonly world: Pick<WorldReader, 'faults' | 'has' | 'daemonPlacement'>;
  };
  lanes: Lanes;
}

/** An object that was applied from the text and whose document has vanished from it. */
export interface VanishedObject {
  /** A word for it that kubectl understands. */
  kind: string;
  namespace?: string;
  name: string;
}

/** About the text in the editor. The text itself belongs to the editor (architecture rule 9). */
export interface DraftState {
  /** Grows with each change of the text. */
  revision: number;
  /** The revision last applied successfully; smaller than `revision` = edited, not applied. */
  appliedRevision: number;
  live: boolean;
  diagnostics: readonly Diagnostic[];
  /** What the last apply printed. */
  lastApply?: CommandOutput;
  vanished: readonly VanishedObject[];
  missing: readonly MissingObject[];
}

export interface DraftActions {
  /** The editor reports each change. Diagnostics, and with Live the apply, follow after a pause in typing. */
  textChanged(text: string): void;
  apply(): void;
  setLive(live: boolean): void;
  deleteVanished(object: VanishedObject): void;
  keepVanished(object: VanishedObject): void;
  createStandIn(object: MissingObject): void;
  /** Another scenario was opened: forget what was known of the old text. */
  reopened(): void;
}

/** What is selected and shown; never part of the scenario. */
export interface ViewState {
  selection: Selection | undefined;
  theme: 'dark' | 'light' | 'system';
  inspectorTab: 'why' | 'yaml' | 'events';
  /** Pane on small screens. */
  pane: 'editor' | 'cluster' | 'inspector';
  notice: Notice | undefined;
}
export type Selection = SceneTarget;

export interface Notice {
  tone: 'info' | 'success' | 'error';
  text: string;
  /** Something to do about it, as a button. */
  action?: { label: string; run(): void };
}

export interface ViewActions {
  select(selection: Selection | undefined): void;
  setTheme(theme: ViewState['theme']): void;
  setInspectorTab(tab: ViewState['inspectorTab']): void;
  setPane(pane: ViewState['pane']): void;
  notify(notice: Notice | undefined): void;
}
