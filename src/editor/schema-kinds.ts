/**
 * The kinds that the schema describes, with their versions. Written down here as well (a test compares) so that the first paint
 * of the editor does not wait for the schema.
 */
export const schemaKinds: ReadonlyMap<string, string> = new Map([
  ['ConfigMap', 'v1'],
  ['DaemonSet', 'apps/v1'],
  ['Namespace', 'v1'],
  ['Node', 'v1'],
  ['Pod', 'v1'],
  ['PriorityClass', 'scheduling.k8s.io/v1'],
  ['Secret', 'v1'],
  ['Service', 'v1'],
  ['ServiceAccount', 'v1'],
]);

/**
 * Whether the schema has something to say about a line (from 1): its document is of a kind that the schema describes, or of none
 * yet. A document of any other kind would be compared with the kind that it resembles most, which helps nobody.
 */
export function isDescribed(lines: readonly string[], line: number): boolean {
  const isSeparator = (i: number): boolean => /^---(?:\s|$)/.test(lines[i] ?? '');
  let first = line - 1;
  while (first > 0 && !isSeparator(first)) first -= 1;
  let kind: string | undefined;
  let version: string | undefined;
  for (let i = first; i < lines.length && (i === first || !isSeparator(i)); i += 1) {
    kind ??= valueOf('kind', lines[i]);
    version ??= valueOf('apiVersion', lines[i]);
  }
  if (kind === undefined) return true;
  const known = schemaKinds.get(kind);
  // Without a version, or with half of one, the kind decides.
  return known !== undefined && (!version || version === known || !/\/|^v\d/.test(version));
}

/** Whether a line names the kind or version of its document: there the schema's own kinds are worth offering. */
export function namesKind(line: string): boolean {
  return valueOf('kind', line) !== undefined || valueOf('apiVersion', line) !== undefined;
}

function valueOf(field: string, line = ''): string | undefined {
  const match = /^["']?(\w+)["']?:\s*["']?([^\s"'#]*)/.exec(line);
  return match?.[1] === field ? match[2] : undefined;
}
