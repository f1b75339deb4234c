/** Label and field selectors as a request carries them (CLI-16, CLI-17). */
import type { AnyObject, KubeObject } from '../../k8s/types';
import { matchesRequirements, parseLabelSelector, type Requirement } from '../../k8s/labels';
import { badRequest } from './errors';
import type { KindDefinition } from './kinds/definition';
import type { Status } from './types';

type Row = KindDefinition<AnyObject>;

interface FieldTerm {
  field: string;
  equal: boolean;
  value: string;
}

export interface SelectorTexts {
  labelSelector?: string;
  fieldSelector?: string;
}

/** Which objects of a kind a request is about. */
export interface Selection {
  /** Nothing is left out. */
  readonly everything: boolean;
  matches(object: KubeObject): boolean;
  /** The value that a field must have, if the selector says so: an index may know the objects. */
  wanted(field: string): string | undefined;
}

/** Both selectors as far as their grammar goes; which fields a kind has is a question of its own. */
export interface ParsedSelectors {
  labels: readonly Requirement[];
  fields: readonly FieldTerm[];
}

/** The BadRequest of a selector that cannot be read. */
export function parseSelectors(texts: SelectorTexts): ParsedSelectors | Status {
  const labels = parseLabelSelector(texts.labelSelector ?? '');
  if (!labels.ok) return badRequest(labels.message);
  const fields = parseFields(texts.fieldSelector ?? '');
  return 'kind' in fields ? fields : { labels: labels.requirements, fields };
}

/** The selection for a kind, or the BadRequest of a field that cannot be selected by. */
export function selectionOf(row: Row, { labels, fields }: ParsedSelectors): Selection | Status {
  const terms: (FieldTerm & { read: (object: AnyObject) => string })[] = [];
  for (const term of fields) {
    const read = fieldReader(row, term.field);
    if (!read) return unknownField(row, term.field);
    terms.push({ ...term, read });
  }
  return {
    everything: labels.length === 0 && terms.length === 0,
    matches: (object) =>
      matchesRequirements(labels, object.metadata.labels) &&
      terms.every(({ read, value, equal }) => (read(object as AnyObject) === value) === equal),
    wanted: (field) => terms.find((term) => term.field === field && term.equal)?.value,
  };
}

/** Both steps at once. */
export function readSelection(row: Row, texts: SelectorTexts): Selection | Status {
  const parsed = parseSelectors(texts);
  return 'kind' in parsed ? parsed : selectionOf(row, parsed);
}

/** The Status of a selection that is none. */
export function isRefused<T extends object>(result: T | Status): result is Status {
  return 'kind' in result && result.kind === 'Status';
}

function fieldReader(row: Row, field: string): ((object: AnyObject) => string) | undefined {
  if (field === 'metadata.name') return (object) => object.metadata.name;
  // Kinds without fields of their own take the namespace even when their objects have none.
  if (field === 'metadata.namespace' && (row.namespaced || !hasOwnFields(row)))
    return (object) => object.metadata.namespace ?? '';
  const { fields } = row;
  return fields && Object.hasOwn(fields, field) ? fields[field] : undefined;
}

/** Custom resources answer like kinds that have fields. */
function hasOwnFields(row: Row): boolean {
  return row.fields !== undefined || row.id.includes('.');
}

function unknownField(row: Row, field: string): Status {
  if (row.id === 'Job') return badRequest(`field label ${JSON.stringify(field)} not supported for Job`);
  return badRequest(
    hasOwnFields(row)
      ? `field label not supported: ${field}`
      : `${JSON.stringify(field)} is not a known field selector: only "metadata.name", "metadata.namespace"`,
  );
}

/** `a=b,c!=d`: a backslash takes the meaning from `\`, `,` and `=`. */
function parseFields(text: string): FieldTerm[] | Status {
  const terms: FieldTerm[] = [];
  for (const term of splitTerms(text)) {
    if (term === '') continue;
    // The first operator counts, wherever it stands.
    const match = /^((?:\\.|[^\\])*?)(!=|==|=)(.*)$/s.exec(term);
    if (!match) return badRequest(`invalid selector: '${text}'; can't understand '${term}'`);
    const [, field = '', operator, escaped = ''] = match;
    const value = unescaped(escaped);
    if (typeof value !== 'string') return badRequest(`invalid field selector: ${value.problem}`);
    terms.push({ field, equal: operator !== '!=', value });
  }
  return terms;
}

function splitTerms(text: string): string[] {
  return text.match(/(?:\\[\s\S]?|[^\\,])+/g) ?? [];
}

function unescaped(text: string): string | { problem: string } {
  let value = '';
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i);
    if (char === '\\') {
      const next = text.charAt(++i);
      if (next === '' || !'\\,='.includes(next)) return { problem: `invalid escape sequence: \\${next}` };
      value += next;
    } else if (char === '=' || char === ',') {
      return { problem: `unescaped character in value: ${char.charCodeAt(0)}` };
    } else value += char;
  }
  return value;
}
