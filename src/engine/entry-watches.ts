/** Watches of clients over the network: they start at a version, select objects and get bookmarks (API-43, API-32). */
import type { KubeObject } from '../k8s/types';
import { expired, tooLargeVersion, unclassified, versionSyntax } from './api/errors';
import { versionOf, type Journal } from './api/journal';
import { isRefused, readSelection, type Selection } from './api/selection';
import type { Row } from './api/server-context';
import type { Store, StoreChange } from './api/store';
import type { EntryWatch, Status, WatchEntry, WatchOptions, WatchResult } from './api/types';

/** Entries that a client may leave waiting; whoever reads slower is cut off, as the real server does it. */
const MOST_WAITING = 50_000;

/** Where the first objects end, for clients that asked for bookmarks. */
const INITIAL_EVENTS_END = 'k8s.io/initial-events-end';

export class EntryWatches {
  private readonly open = new Set<Stream>();

  constructor(
    private readonly store: Store,
    private readonly journal: Journal,
  ) {}

  /** A version that is too old is answered by an open watch with nothing but an ERROR, as upstream. */
  start(row: Row, namespace: string | undefined, options: WatchOptions): WatchResult {
    const selection = readSelection(row, options);
    if (isRefused(selection)) return { ok: false, status: selection };
    const { resourceVersion: from = '' } = options;
    if (from !== '' && !/^\d+$/.test(from)) {
      const cause = `Invalid value: ${JSON.stringify(from)}: ${versionSyntax(from)}`;
      return { ok: false, status: unclassified(`resourceVersion: ${cause}`) };
    }
    const version = Number(from);
    const stream = new Stream(row, namespace, selection, version);
    const bookmarks = options.allowWatchBookmarks ?? false;
    const current = this.store.resourceVersion;
    if (options.sendInitialEvents ?? version === 0) {
      if (version > current) stream.fail(tooLargeVersion(version, current));
      else stream.sendExisting(this.store.list(row.id, namespace));
      if (bookmarks && !stream.failed)
        stream.entries.push(this.bookmark(row, { [INITIAL_EVENTS_END]: 'true' }));
    } else if (version > 0) {
      const missed = this.journal.after(row.id, version);
      if (missed) for (const change of missed) stream.deliver(change);
      else stream.fail(expired(from, String(this.journal.oldest(row.id))));
    }
    if (!stream.failed) this.open.add(stream);
    return { ok: true, watch: this.handle(stream, bookmarks) };
  }

  deliver(change: StoreChange): void {
    for (const stream of this.open) {
      if (stream.row.id !== change.kind) continue;
      stream.deliver(change);
      if (stream.failed) this.open.delete(stream);
    }
  }

  /** After a seek back the versions that clients know mean nothing any more. */
  reset(version: number): void {
    for (const stream of this.open) stream.fail(expired(String(version), String(version)));
    this.open.clear();
  }

  private handle(stream: Stream, bookmarks: boolean): EntryWatch {
    return {
      take: () => stream.entries.splice(0),
      bookmark: () => (bookmarks && !stream.failed ? this.bookmark(stream.row) : undefined),
      close: () => void this.open.delete(stream),
    };
  }

  private bookmark({ apiVersion, kind }: Row, annotations?: Record<string, string>): WatchEntry {
    const resourceVersion = String(this.store.resourceVersion);
    const metadata = { resourceVersion, ...(annotations && { annotations }) };
    return { type: 'BOOKMARK', object: { apiVersion, kind, metadata } as KubeObject };
  }
}

class Stream {
  entries: WatchEntry[] = [];
  failed = false;

  constructor(
    readonly row: Row,
    private readonly namespace: string | undefined,
    private readonly selection: Selection,
    /** Changes up to this version are not for the client. */
    private readonly version: number,
  ) {}

  sendExisting(objects: readonly KubeObject[]): void {
    for (const object of objects)
      if (this.selection.matches(object)) this.entries.push({ type: 'ADDED', object });
  }

  deliver(change: StoreChange): void {
    const { type, object, old } = change;
    if (this.namespace !== undefined && object.metadata.namespace !== this.namespace) return;
    if (versionOf(change) <= this.version) return;
    const was = old !== undefined && this.selection.matches(old);
    const is = type !== 'DELETED' && this.selection.matches(object);
    if (is) this.entries.push({ type: was ? 'MODIFIED' : 'ADDED', object });
    else if (was) this.entries.push({ type: 'DELETED', object: lastSeen(old, object) });
    if (this.entries.length > MOST_WAITING) this.fail(expired(String(this.version), '0'));
  }

  fail(status: Status): void {
    this.failed = true;
    this.entries.push({ type: 'ERROR', status });
  }
}

/** What leaves a watch is shown as it was while it belonged there, with the version of the change. */
function lastSeen(old: KubeObject, { metadata: { resourceVersion } }: KubeObject): KubeObject {
  return { ...old, metadata: { ...old.metadata, resourceVersion } };
}
