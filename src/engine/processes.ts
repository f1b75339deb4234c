/** Processes of the control plane that stop and start with faults. Which of them run follows from the world. */
import type { WatchEvent } from './api/types';
import type { Component } from './component';
import type { ContextHost, Running } from './context';
import { forgetReporter } from './event-memory';
import type { WorldReader } from './world';

export function isStopped({ process }: Component, world: WorldReader): boolean {
  return process !== undefined && world.stopped(process);
}

/** A process that stops forgets all it knew; one that starts lists everything anew, as informers do. */
export function stopAndStart(running: readonly Running[], host: ContextHost): void {
  const started: Running[] = [];
  for (const r of running) {
    const stopped = isStopped(r.component, host.world);
    if (stopped === r.stopped) continue;
    r.stopped = stopped;
    if (stopped) {
      host.agenda.clearAll(r.index);
      host.queue.clear(r.index);
      forgetReporter(host.events, r.component.name);
    } else {
      r.state = r.component.initialState();
      started.push(r);
    }
  }
  if (started.length === 0) return;
  const { cause } = host;
  for (const { kind, list } of host.store.snapshot().objects) {
    if (kind === 'Event') continue;
    for (const object of list) {
      const event = { type: 'ADDED', kind, object, cause } as WatchEvent;
      for (const { component, context } of started) component.onEvent?.(context, event);
    }
  }
  for (const { component, context } of started) component.onStart?.(context);
}
