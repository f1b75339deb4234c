/** Keeps a task until the simulation is there. */
export type Later = (task: () => void) => void;

/** What was asked for before the simulation was there, in order. */
export interface Waiting {
  later: Later;
  /** Does all that waits; from now on nothing does. */
  end(): void;
}

export function createWaiting(): Waiting {
  let tasks: (() => void)[] | undefined = [];
  return {
    later(task) {
      if (tasks) tasks.push(task);
      else task();
    },
    end() {
      const due = tasks ?? [];
      tasks = undefined;
      for (const task of due) task();
    },
  };
}
