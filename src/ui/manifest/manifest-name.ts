/** Characters looked at: a name far down does not matter for a title. */
const HEAD = 4_000;
const NAME = /^metadata:[ \t]*\n(?:[ \t]+.*\n|[ \t]*#.*\n|[ \t]*\n)*?[ \t]+name:[ \t]*["']?([\w.-]+)/m;

/** A file name for the text: that of its first object. Called with each key, so it does not parse. */
export function manifestName(text: string): string {
  return `${NAME.exec(text.slice(0, HEAD))?.[1] ?? 'manifest'}.yaml`;
}
