import { createStore } from 'zustand/vanilla';
import type { Shown } from '../../state/types';
import type { ReadonlyStore } from '../services';

/** The session's version at which a step found nothing to go to; undefined before that. */
export const settled = createStore<{ version: number | undefined }>()(() => ({ version: undefined }));

/** To the next event; where none is to come, remembers that, so that the caption can say why nothing moved. */
export function step(session: ReadonlyStore<Shown>): void {
  const { now, cluster } = session.getState();
  const { revision } = cluster;
  session.getState().step();
  const after = session.getState();
  const moved = after.now !== now || cluster.revision !== revision;
  settled.setState({ version: moved ? undefined : after.version });
}
