/** Name, label and qualified-name syntax with the API server's own messages (VAL-59 … VAL-63). Empty list = valid. */

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const QUALIFIED = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const VALUE = `(${QUALIFIED})?`;

const LABEL_RE = new RegExp(`^${LABEL}$`);
const SUBDOMAIN_RE = new RegExp(`^${SUBDOMAIN}$`);
const QUALIFIED_RE = new RegExp(`^${QUALIFIED}$`);
const VALUE_RE = new RegExp(`^${VALUE}$`);

const NONE: readonly string[] = [];

/** VAL-59: the shape of a message about a regular expression. */
export function regexError(text: string, pattern: string, ...examples: string[]): string {
  const shown = examples.map((e) => `'${e}', `).join(' or ');
  return examples.length === 0
    ? `${text} (regex used for validation is '${pattern}')`
    : `${text} (e.g. ${shown}regex used for validation is '${pattern}')`;
}

const tooLong = (max: number): string => `must be no more than ${max} characters`;

const SUBDOMAIN_MESSAGE = regexError(
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
  SUBDOMAIN,
  'example.com',
);
const LABEL_MESSAGE = regexError(
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  LABEL,
  'my-name',
  '123-abc',
);
const QUALIFIED_MESSAGE = regexError(
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  QUALIFIED,
  'MyName',
  'my.name',
  '123-abc',
);
const VALUE_MESSAGE = regexError(
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  VALUE,
  'MyValue',
  'my_value',
  '12345',
);

/** VAL-60: names of DaemonSets, Pods, Nodes, ConfigMaps … */
export function dns1123Subdomain(name: string): readonly string[] {
  if (name.length <= 253 && SUBDOMAIN_RE.test(name)) return NONE;
  const messages: string[] = [];
  if (name.length > 253) messages.push(tooLong(253));
  if (!SUBDOMAIN_RE.test(name)) messages.push(SUBDOMAIN_MESSAGE);
  return messages;
}

/** VAL-61: names of namespaces, containers and volumes. */
export function dns1123Label(name: string): readonly string[] {
  if (name.length <= 63 && LABEL_RE.test(name)) return NONE;
  const messages: string[] = [];
  if (name.length > 63) messages.push(tooLong(63));
  if (!LABEL_RE.test(name)) messages.push(SUBDOMAIN_RE.test(name) ? 'must not contain dots' : LABEL_MESSAGE);
  return messages;
}

/** VAL-62: keys of labels, annotations, taints and tolerations. */
export function qualifiedName(key: string): readonly string[] {
  const slash = key.indexOf('/');
  const own = key.slice(slash + 1);
  const isQualified = own.length <= 63 && QUALIFIED_RE.test(own);
  if (isQualified && (slash < 0 || dns1123Subdomain(key.slice(0, slash)).length === 0)) return NONE;
  const parts = key.split('/');
  const messages: string[] = [];
  if (parts.length > 2)
    return [
      `a qualified name ${QUALIFIED_MESSAGE} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  const name = parts[parts.length - 1] ?? '';
  const prefix = parts.length === 2 ? parts[0] : undefined;
  if (prefix === '') messages.push('prefix part must be non-empty');
  else if (prefix !== undefined) for (const m of dns1123Subdomain(prefix)) messages.push(`prefix part ${m}`);
  if (name === '') messages.push('name part must be non-empty');
  else if (name.length > 63) messages.push(`name part ${tooLong(63)}`);
  if (!QUALIFIED_RE.test(name)) messages.push(`name part ${QUALIFIED_MESSAGE}`);
  return messages;
}

/** VAL-63. */
export function labelValue(value: string): readonly string[] {
  if (value.length <= 63 && VALUE_RE.test(value)) return NONE;
  const messages: string[] = [];
  if (value.length > 63) messages.push(tooLong(63));
  if (!VALUE_RE.test(value)) messages.push(VALUE_MESSAGE);
  return messages;
}
