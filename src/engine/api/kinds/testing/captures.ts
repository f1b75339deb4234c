/** Captures of a real server: lines `Kind {manifest}` with indented lines of answers below them; `#` starts a comment. */
import type { JsonObject } from '../../../../k8s/types';

export interface Capture {
  /** The line, which names the case. */
  title: string;
  kind: string;
  /** Manifests in the line, separated by ` | `. */
  manifests: JsonObject[];
  answers: string[];
}

export function captures(text: string): Capture[] {
  const found: Capture[] = [];
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    if (line.startsWith('  ')) found.at(-1)?.answers.push(line.slice(2).replaceAll('\\n', '\n'));
    else {
      const blank = line.indexOf(' ');
      const manifests = line.slice(blank + 1).split(' | ');
      found.push({
        title: line,
        kind: line.slice(0, blank),
        manifests: manifests.map((manifest) => JSON.parse(manifest) as JsonObject),
        answers: [],
      });
    }
  }
  return found;
}
