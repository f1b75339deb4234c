/**
 * What has been added to a text of lines that grows at its end and may lose lines at its beginning; undefined when the later text is no
 * continuation. Lines that are told apart by nothing are taken for the last of their kind.
 */
export function addedText(before: string, after: string): string | undefined {
  if (after.startsWith(before)) return after.slice(before.length);
  const last = before.slice(before.lastIndexOf('\n', before.length - 2) + 1);
  const at = `\n${after}`.lastIndexOf(`\n${last}`);
  return at < 0 ? undefined : after.slice(at + last.length);
}
