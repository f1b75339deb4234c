import type { Kind } from '../k8s/types';
import type { WatchEvent } from './api/types';

/**
 * An event as a subscriber gets it. `at`: virtual time of the write, ms since the Unix epoch; `revision`: the cluster's revision
 * that it led to. A seek back replays: the same event may come again, with the same revision.
 */
export type TimedEvent = WatchEvent & { at: number; revision: number };

/** A subscription; `take` returns the events since the last call, oldest first. */
export interface Watch {
  take(): TimedEvent[];
  close(): void;
}

interface Subscription {
  kind: Kind;
  namespace?: string;
  name?: string;
  events: TimedEvent[];
}

/** The subscriptions of clients outside the engine: blocking commands, the lane log. */
export class Watches {
  private readonly subscriptions = new Set<Subscription>();

  open(kind: Kind, namespace?: string, name?: string): Watch {
    const subscription: Subscription = { kind, namespace, name, events: [] };
    this.subscriptions.add(subscription);
    return {
      take: () => subscription.events.splice(0),
      close: () => void this.subscriptions.delete(subscription),
    };
  }

  deliver(event: WatchEvent, at: number, revision: number): void {
    let timed: TimedEvent | undefined;
    for (const s of this.subscriptions)
      if (concerns(s, event)) s.events.push((timed ??= { ...event, at, revision }));
  }
}

function concerns(subscription: Subscription, event: WatchEvent): boolean {
  const { namespace, name } = event.object.metadata;
  return (
    subscription.kind === event.kind &&
    (subscription.namespace === undefined || subscription.namespace === namespace) &&
    (subscription.name === undefined || subscription.name === name)
  );
}
