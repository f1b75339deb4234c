/** JSONPath templates filled in (CLI-36). */
import { findValues } from '../../k8s/jsonpath/find';
import type { Piece } from '../../k8s/jsonpath/parse';
import { goJson } from '../printers/json';

/** Prints a template (CLI-36): results of a path are joined by blanks, maps and lists as JSON. */
export function renderTemplate(
  pieces: readonly Piece[],
  root: unknown,
): { ok: true; text: string } | { ok: false; message: string } {
  let text = '';
  for (const piece of pieces) {
    if (piece.type === 'text') {
      text += piece.text;
      continue;
    }
    const found = findValues(piece.steps, root);
    if (!found.ok) return found;
    if (piece.type === 'path') {
      text += found.values.map(valueText).join(' ');
      continue;
    }
    for (const item of found.values) {
      const body = renderTemplate(piece.body, item);
      if (!body.ok) return body;
      text += body.text;
    }
  }
  return { ok: true, text };
}

/** All values that a template's paths find, in order (`-o jsonpath-as-json`). */
export function templateValues(
  pieces: readonly Piece[],
  root: unknown,
): { ok: true; values: unknown[] } | { ok: false; message: string } {
  const values: unknown[] = [];
  for (const piece of pieces) {
    if (piece.type === 'text') continue;
    const found = findValues(piece.steps, root);
    if (!found.ok) return found;
    if (piece.type === 'path') values.push(...found.values);
    else {
      for (const item of found.values) {
        const body = templateValues(piece.body, item);
        if (!body.ok) return body;
        values.push(...body.values);
      }
    }
  }
  return { ok: true, values };
}

/** A value as kubectl prints it in jsonpath. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'object') return goJson(value);
  return String(value as number | boolean);
}
