/**
 * What differs from run to run, as in e2e/transcripts: `<age>`, `<uid>`, `<ip>`, `<time>`. Suffixes of pods and hashes are
 * numbered in order of appearance, `<suffix-1>`, so that one can be followed through a recording.
 */
import type { WatchEvent } from './client';

interface Named {
  metadata: { name: string; generateName?: string; labels?: Record<string, string> };
}

export class Placeholders {
  private readonly words = new Map<string, string>();
  private readonly counts = { suffix: 0, hash: 0 };

  learn({ object }: WatchEvent): void {
    const { name, generateName, labels } = (object as Named).metadata;
    for (const key of ['controller-revision-hash', 'pod-template-hash', 'controller.kubernetes.io/hash']) {
      // A StatefulSet's pods carry the whole name of the revision.
      const hash = labels?.[key]?.split('-').at(-1);
      if (hash !== undefined) this.add('hash', hash);
    }
    if (generateName !== undefined && name.startsWith(generateName))
      this.add('suffix', name.slice(generateName.length));
  }

  text(text: string, command = ''): string {
    let out = text
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uid>')
      .replace(/\b[a-z0-9]{5,10}\b/g, (word) => this.words.get(word) ?? word)
      .replace(/\b10\.244\.\d+\.\d+\b/g, '<ip>')
      .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '<time>')
      .replace(/[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}/g, '<time>');
    if (/^kubectl (get|describe)\b/.test(command))
      out = out.replace(/(?<= )(?:\d+[hms])+(?=\)| |$)/gm, '<age>');
    // Columns are of no width that placeholders would keep.
    return out.replace(/ {3,}/g, '  ');
  }

  private add(kind: 'suffix' | 'hash', word: string): void {
    if (!this.words.has(word)) this.words.set(word, `<${kind}-${++this.counts[kind]}>`);
  }
}
