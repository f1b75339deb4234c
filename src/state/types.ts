/** What the page's stores offer. The UI reads these and calls the named actions; it never reaches into the engine. */
import type { SceneTarget } from '../scene/types';
import type { Cluster } from '../engine/index';
import type { MissingObject } from '../explain/missing';
import type { Action } from '../scenario/scenario';
import type { Diagnostic } from '../yaml/documents';

/** Lines a command printed. */
export interface CommandOutput {
  lines: { stream: 'stdout' | 'stderr'; text: string }[];
  /** Exit status. */
  status: number;
}

/** The cluster at the playhead and the controls of time. */
export interface SessionState {
  cluster: Cluster;
  /** Grows whenever anything visible may have changed; components select on it. */
  version: number;
  /** Playhead, virtual milliseconds since the Unix epoch. */
  now: number;
  /** Virtual time shown as 00:00:00. */
  origin: number;
  /** Where the playhead is on its way to, while a long way (opening a link, seeking far ahead) is played in slices. */
  heading: number | undefined;
  /** The latest time reached; seeking back keeps it, so that one can go forward again. */
  end: number;
  playing: boolean;
  /** Virtual seconds for each real second, 0.25 … 60. */
  speed: number;
  actions: readonly Action[];
  /** The last thing done, in words, for the live region and the clock's caption. */
  lastAction: string;
  title: string;
  seed: number;
}

export interface SessionActions {
  /** Runs a command at the playhead and records it. Past the playhead, later actions are dropped (a fork). Blocking commands do not block here. */
  run(line: string, stdin?: string): CommandOutput;
  play(): void;
  pause(): void;
  setSpeed(speed: number): void;
  /** To the next instant at which something is written. */
  step(): void;
  /** Virtual milliseconds since the Unix epoch; clamped to [origin, end]. */
  seek(time: number): void;
  /** Stops on the way to `heading`; what lies ahead stays to be played. */
  stay(): void;
  /** Back to the default scenario. */
  reset(): void;
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
