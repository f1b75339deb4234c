/** Characters looked at: a name far down does not matter for a title. */
const HEAD = 4_000;
const NAME = /^metadata:[ \t]*\r?\n(?:[ \t]+.*\n|[ \t]*#.*\n|[ \t]*\r?\n)*?[ \t]+name:[ \t]*["']?([\w.-]+)/m;

const SET = /^kind:[ \t]*["']?DaemonSet\b/m;

/** A file name for the text: that of its first DaemonSet, or of its first object. Called with each key, so it does not parse. */
export function manifestName(text: string): string {
  const set = text.search(SET);
  const start = set < 0 ? 0 : text.lastIndexOf('\n---', set) + 1;
  return `${NAME.exec(text.slice(start, start + HEAD))?.[1] ?? 'manifest'}.yaml`;
}
