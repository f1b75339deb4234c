/** The watches that are open. */
import type { ServerResponse } from 'node:http';
import type { OpenStream, RestStream } from '../rest/types';
import { LIMITS } from './limits';

interface Opened {
  stream: OpenStream;
  response: ServerResponse;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** Milliseconds between two bookmarks, about as upstream has it. */
const BOOKMARKS = 60_000;

export class Streams {
  private readonly open = new Set<Opened>();
  private readonly bookmarks = setInterval(() => this.bookmark(), BOOKMARKS);

  get full(): boolean {
    return this.open.size >= LIMITS.streams;
  }

  /** The head of the answer has been written. */
  add(answer: RestStream, response: ServerResponse): void {
    const stream = answer.open((chunk) => void response.write(chunk));
    const { timeoutSeconds } = answer;
    const opened: Opened = { stream, response, timer: undefined };
    if (timeoutSeconds !== undefined) {
      // Longer than a timer can wait is as good as for ever.
      const ms = Math.min(timeoutSeconds * 1000, 2 ** 31 - 1);
      opened.timer = setTimeout(() => this.end(opened), ms);
    }
    this.open.add(opened);
    response.on('close', () => this.drop(opened));
    response.on('error', () => this.drop(opened));
    this.pumpOne(opened);
  }

  /** Sends what has happened to all of them. */
  pump(): void {
    for (const opened of this.open) this.pumpOne(opened);
  }

  /** Ends all of them. */
  close(): void {
    clearInterval(this.bookmarks);
    for (const opened of this.open) this.end(opened);
  }

  private bookmark(): void {
    for (const { stream } of this.open) stream.bookmark();
  }

  private pumpOne(opened: Opened): void {
    if (!opened.stream.pump()) this.end(opened);
    // A client that does not read cannot make this process grow.
    else if (opened.response.writableLength > LIMITS.backlog) opened.response.destroy();
  }

  private end(opened: Opened): void {
    this.drop(opened);
    opened.response.end();
  }

  private drop(opened: Opened): void {
    if (!this.open.delete(opened)) return;
    clearTimeout(opened.timer);
    opened.stream.close();
  }
}
