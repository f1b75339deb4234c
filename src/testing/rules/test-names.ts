import { parseAst } from 'vite';

/** Any node of the syntax tree; fields are looked at, not trusted. */
interface Syntax {
  type: string;
  [field: string]: unknown;
}

/**
 * The names of a test file's tests and groups, without running it: titles of `describe`, `test`, `it`, `test.step` and
 * their `.each` forms. A title that shows its row (`%s`, `$name`, or `${name}` in a loop over a table) gives one name a
 * row, with the row's own texts in place; a table may be a constant of the same file. What is skipped or to be done
 * gives none, nor does a name that is computed.
 */
export function testNames(source: string, path: string): string[] {
  const root = parseAst(source, { lang: path.endsWith('x') ? 'tsx' : 'ts' }) as unknown as Syntax;
  const constants = new Map<string, Syntax>();
  const names: string[] = [];

  const rowsOf = (value: unknown): Syntax[] => {
    const node = bare(value);
    if (node?.type === 'Identifier') return rowsOf(constants.get(String(node.name)));
    if (node?.type !== 'ArrayExpression') return [];
    return list(node.elements).flatMap((element) =>
      element.type === 'SpreadElement' ? rowsOf(element.argument) : [bare(element) ?? element],
    );
  };

  const visit = (value: unknown, loops: readonly Loop[]): void => {
    if (Array.isArray(value)) {
      for (const item of value) visit(item, loops);
      return;
    }
    if (!isSyntax(value)) return;
    let inside = loops;
    if (value.type === 'VariableDeclarator' && isSyntax(value.id) && isSyntax(value.init)) {
      constants.set(String(value.id.name), value.init);
    }
    if (value.type === 'ForOfStatement') {
      const [declared] = isSyntax(value.left) ? list(value.left.declarations) : [];
      inside = [{ pattern: declared?.id, rows: rowsOf(value.right) }, ...loops];
    }
    if (value.type === 'CallExpression') {
      const callee = testCallee(value.callee);
      if (callee?.skipped === true) return;
      if (callee !== undefined) {
        const title = list(value.arguments)[0];
        if (callee.table !== undefined) names.push(...rowNames(textOf(title), rowsOf(callee.table)));
        else names.push(...(title === undefined ? [] : loopNames(title, inside)));
      }
    }
    for (const [key, field] of Object.entries(value)) if (key !== 'type') visit(field, inside);
  };
  visit(root.body, []);
  return names;
}

/**
 * The names of a table of cases that a test takes from a file of its own, `…-cases.ts`: every text in it that begins
 * with a rule id.
 */
export function caseNames(source: string): string[] {
  const names: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (!isSyntax(value)) return;
    const parts = value.type === 'TemplateLiteral' ? list(value.quasis) : [value];
    const name = parts.map((part) => textOf(part) ?? cooked(part)).join('…');
    if (value.type.endsWith('Literal') && /^[A-Z]{2,}-\d+\b/.test(name)) names.push(name);
    for (const [key, field] of Object.entries(value)) if (key !== 'type') visit(field);
  };
  visit(parseAst(source, { lang: 'ts' }).body);
  return names;
}

function cooked(part: Syntax): string {
  return (part.value as { cooked?: string } | undefined)?.cooked ?? '';
}

interface Loop {
  pattern: unknown;
  rows: Syntax[];
}

/** Whether a call makes a test, a group or a step; `table` is the argument of `.each` or `.for`. */
function testCallee(callee: unknown): { table?: Syntax; skipped: boolean } | undefined {
  let node = bare(callee);
  let table: Syntax | undefined;
  const members: string[] = [];
  while (node !== undefined) {
    if (node.type === 'CallExpression') {
      const of = bare(node.callee);
      if (of?.type !== 'MemberExpression') return undefined;
      const member = isSyntax(of.property) ? String(of.property.name) : '';
      if (member === 'each' || member === 'for') table = list(node.arguments)[0];
      else if (member !== 'skipIf' && member !== 'runIf') return undefined;
      node = bare(of.object);
    } else if (node.type === 'MemberExpression') {
      members.push(isSyntax(node.property) ? String(node.property.name) : '');
      node = bare(node.object);
    } else break;
  }
  if (node?.type !== 'Identifier' || !['test', 'it', 'describe'].includes(String(node.name)))
    return undefined;
  const skipped = members.some((member) => member === 'skip' || member === 'todo');
  return table === undefined ? { skipped } : { table, skipped };
}

/** One name for each row: `%s` takes the row's values in order, `$name` its fields. */
function rowNames(title: string | undefined, rows: readonly Syntax[]): string[] {
  if (title === undefined) return [];
  if (!/%[sdifjo]|\$\w/.test(title)) return [title];
  const names = rows.map((row) => {
    const cells = row.type === 'ArrayExpression' ? list(row.elements) : [row];
    let next = 0;
    return title
      .replace(/%[sdifjo]/g, () => textOf(cells[next++]) ?? '…')
      .replace(/\$(\w+)/g, (_, name: string) => textOf(fieldOf(row, name)) ?? '…');
  });
  return names.length === 0 ? [title] : names;
}

/** The name as it stands; a template in a loop over a table gives one name for each row. */
function loopNames(title: Syntax, loops: readonly Loop[]): string[] {
  const plain = textOf(title);
  if (plain !== undefined) return [plain];
  if (title.type !== 'TemplateLiteral') return [];
  const parts = list(title.quasis).map(cooked);
  const holes = list(title.expressions);
  const fill = (row?: Syntax): string =>
    parts
      .map((part, at) => {
        const hole = holes[at];
        if (hole === undefined) return part;
        const name = hole.type === 'Identifier' ? String(hole.name) : '';
        return part + ((row && textOf(fieldOf(row, name))) ?? '…');
      })
      .join('');
  const loop = loops.find(({ pattern }) => isSyntax(pattern) && pattern.type === 'ObjectPattern');
  return loop === undefined || loop.rows.length === 0 ? [fill()] : loop.rows.map(fill);
}

function fieldOf(row: Syntax, name: string): Syntax | undefined {
  if (row.type !== 'ObjectExpression') return undefined;
  const field = list(row.properties).find(({ key }) => isSyntax(key) && (key.name ?? key.value) === name);
  return isSyntax(field?.value) ? field.value : undefined;
}

/** The text of a literal; a template only when nothing is put into it. */
function textOf(value: unknown): string | undefined {
  const node = bare(value);
  if (node?.type === 'Literal') return String(node.value);
  if (node?.type !== 'TemplateLiteral' || list(node.expressions).length > 0) return undefined;
  const text = list(node.quasis)[0]?.value as { cooked?: string } | undefined;
  return text?.cooked;
}

/** Without the type marks around an expression. */
function bare(value: unknown): Syntax | undefined {
  let node = isSyntax(value) ? value : undefined;
  while (node && /^(TS(As|Satisfies|NonNull|Instantiation)|Parenthesized)Expression$/.test(node.type)) {
    node = isSyntax(node.expression) ? node.expression : undefined;
  }
  return node;
}

function isSyntax(value: unknown): value is Syntax {
  return typeof value === 'object' && value !== null && typeof (value as Syntax).type === 'string';
}

function list(value: unknown): Syntax[] {
  return Array.isArray(value) ? value.filter(isSyntax) : [];
}
