/** Watches: one JSON value a line, as things happen (API-43). */
import type { EntryWatch, WatchEntry } from '../engine/index';
import type { KubeObject } from '../k8s/types';
import { NO_CACHE, wireJson } from './encode';
import type { ListRequest } from './options';
import { objectValue, statusAnswer, type Answering } from './represent';
import type { Target } from './route';
import { isRefusal, refusal } from './statuses';
import { partialMetadata, rowObject, tableOf, withKind } from './table';
import type { OpenStream, RestAnswer } from './types';

export function watchAnswer(answering: Answering, target: Target, request: ListRequest): RestAnswer {
  const { cluster, row, form } = answering;
  const { sendInitialEvents, timeoutSeconds, options } = request;
  const { resourceVersion, labelSelector, fieldSelector } = options;
  const opened = cluster.watchFrom(row.id, target.namespace, {
    ...(resourceVersion !== undefined && { resourceVersion }),
    ...(labelSelector !== undefined && { labelSelector }),
    ...(fieldSelector !== undefined && { fieldSelector }),
    ...(sendInitialEvents !== undefined && { sendInitialEvents }),
    allowWatchBookmarks: request.bookmarks,
  });
  if (!opened.ok) return statusAnswer(refusal(opened.status).refused, form);
  return {
    type: 'stream',
    code: 200,
    headers: [NO_CACHE, ['content-type', 'application/json']],
    ...(timeoutSeconds !== undefined && timeoutSeconds > 0 && { timeoutSeconds }),
    open: (send) => new Stream(answering, opened.watch, send),
  };
}

class Stream implements OpenStream {
  /** Only the first table of a stream tells its columns. */
  private columnsTold = false;

  constructor(
    private readonly answering: Answering,
    private readonly watch: EntryWatch,
    private readonly send: (chunk: string) => void,
  ) {}

  pump(): boolean {
    for (const entry of this.watch.take()) {
      this.send(this.entryLine(entry));
      if (entry.type !== 'ERROR') continue;
      this.close();
      return false;
    }
    return true;
  }

  bookmark(): void {
    const entry = this.watch.bookmark();
    if (entry) this.send(this.entryLine(entry));
  }

  close(): void {
    this.watch.close();
  }

  private entryLine(entry: WatchEntry): string {
    const { answering } = this;
    if (entry.type === 'ERROR') return line('ERROR', refusal(entry.status).refused);
    if (entry.type === 'BOOKMARK') return bookmarkLine(answering, entry.object);
    const value = objectValue(answering, entry.object);
    if (isRefusal(value)) return line('ERROR', value.refused);
    const shown =
      this.columnsTold && 'columnDefinitions' in value ? { ...value, columnDefinitions: null } : value;
    this.columnsTold = true;
    return line(entry.type, shown);
  }
}

function line(type: string, object: object): string {
  return `${wireJson({ type, object })}\n`;
}

/** The table of a bookmark has one row of nothing. */
function bookmarkLine({ row, form, included }: Answering, object: KubeObject): string {
  const { version } = form;
  if (form.as === undefined) return line('BOOKMARK', withKind(row, object));
  if (form.as !== 'Table') return line('BOOKMARK', partialMetadata(object, version));
  const { metadata } = object;
  const table = tableOf(row, [], { resourceVersion: metadata.resourceVersion }, 0, { version, included });
  const cells = row.table.columns.map(({ name, type }) =>
    name.toLowerCase() === 'age' ? '<unknown>' : type === 'integer' ? 0 : '',
  );
  const shown = rowObject(row, object, { version, included });
  return line('BOOKMARK', { ...table, columnDefinitions: null, rows: [{ cells, object: shown }] });
}
