/** What happened in the cluster, one line a change, in the order in which etcd took it, with the seconds since the last action. */
import type { Client, WatchEvent } from './client';
import { Telling, WATCHED } from './telling';

interface Seen extends WatchEvent {
  kind: string;
  version: number;
}
interface Versioned {
  metadata: { resourceVersion: string };
}

export class Timeline {
  private seen: Seen[] = [];
  private readonly telling = new Telling();

  async open(client: Client, learn: (event: WatchEvent) => void): Promise<void> {
    for (const [kind, path] of WATCHED)
      await client.watch(path, (event) => {
        learn(event);
        const version = Number((event.object as Versioned).metadata.resourceVersion);
        this.seen.push({ ...event, kind, version });
      });
  }

  /** The lines since the last call; `since`: milliseconds since epoch. */
  take(since: number): string[] {
    const events = this.seen.sort((a, b) => a.version - b.version);
    this.seen = [];
    const lines: string[] = [];
    for (const event of events) {
      const text = this.telling.say(event);
      const seconds = Math.max(0, (event.at - since) / 1000).toFixed(1);
      if (text !== '') lines.push(`+${seconds}s ${text}`);
    }
    return lines;
  }
}
