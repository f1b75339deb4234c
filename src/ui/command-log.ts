import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SessionStore } from '../state/session';
import type { CommandOutput } from '../state/types';

export interface LoggedCommand {
  /** Increasing from 1. */
  id: number;
  line: string;
  output: CommandOutput;
}

export interface CommandLogState {
  entries: readonly LoggedCommand[];
}
export type CommandLog = StoreApi<CommandLogState>;

const KEPT = 60;

export function createCommandLog(): CommandLog {
  return createStore<CommandLogState>()(() => ({ entries: [] }));
}

/**
 * What was run and what it printed, for the console below the editor. Every command of the page (buttons, the editor's
 * apply, offers) goes through the session's `run`, so listening there misses none.
 */
export function logCommands(log: CommandLog, session: SessionStore): void {
  const before = session.getState();
  let lastId = 0;
  session.setState({
    run: (line, stdin, ended) =>
      before.run(line, stdin, (output) => {
        lastId += 1;
        const entry = { id: lastId, line, output };
        log.setState(({ entries }) => ({ entries: [...entries, entry].slice(-KEPT) }));
        ended?.(output);
      }),
  });
  session.subscribe((now, last) => {
    // Another scenario: its console is empty.
    if (now.cluster !== last.cluster) log.setState({ entries: [] });
  });
}
