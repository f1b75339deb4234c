import type { Scene } from '../scene/types';
import type { SessionStore } from '../state/session';
import type { Tries, Try } from './inspector/tries';
import type { Services } from './services';

/** What comes with the simulation, beside the stores, for what needs the engine or reads YAML. */
export interface Simulation {
  session: SessionStore;
  /** What can be tried with the text and the cluster of now. */
  tries(): Tries;
  /** The text changed as one of the tries says; undefined when it no longer can be. */
  textFor(change: Try): string | undefined;
  /** What has happened between two pictures, in sentences for a screen reader. */
  narrate(before: Scene, now: Scene): string[];
  share(): ReturnType<Services['share']>;
  startOver(): void;
}

/** coming: it is fetched and started; failed: it could not be had. */
export type Arrival =
  | { phase: 'coming'; simulation?: undefined }
  | { phase: 'here'; simulation: Simulation }
  | { phase: 'failed'; simulation?: undefined };
