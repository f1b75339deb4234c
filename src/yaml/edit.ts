/**
 * Small edits of a manifest's text that leave comments, order and layout alone: what one-click fixes and quick
 * actions use. The result goes into the editor as one change, so that undo works.
 */
import type { Document } from 'yaml';
import { isMap, isSeq, LineCounter } from 'yaml';
import { deepEqual } from '../lib/equal';
import type { Json, JsonObject } from '../k8s/types';
import { splitChunks } from './chunks';
import { decode, DecodeError } from './decode';
import { parseChunk } from './parse-chunk';
import { scanJson } from './json-scan';
import { indentsLists, jsonNode } from './layout';
import { flowOnPath, spliceDelete, spliceSet } from './splice';

type Path = readonly (string | number)[];

/**
 * Sets the value at a path, creating maps and lists on the way; an index equal to a list's length appends. A text
 * that does not parse, or has no document of that number, comes back unchanged.
 */
export function setIn(text: string, documentIndex: number, path: Path, value: Json): string {
  return editDocument(text, documentIndex, {
    wanted: (before) => setValue(before, path, value),
    splice: (source) => spliceSet(source, path, value),
    path,
    rewrite: (document, at) => {
      if (at.length === 0) document.contents = jsonNode(value) as never;
      else document.setIn(at, jsonNode(value));
    },
  });
}

/** Adds an item at the end of the list at a path; the list is created when there is none. */
export function appendIn(text: string, documentIndex: number, path: Path, value: Json): string {
  const list = valueIn(text, documentIndex, path);
  return Array.isArray(list)
    ? setIn(text, documentIndex, [...path, list.length], value)
    : setIn(text, documentIndex, path, [value]);
}

/** Removes the field or list item at a path; a list or map that becomes empty by it is removed as well. */
export function deleteIn(text: string, documentIndex: number, path: Path): string {
  let target = path;
  if (valueIn(text, documentIndex, target) === undefined || target.length === 0) return text;
  while (target.length > 1) {
    const parent = valueIn(text, documentIndex, target.slice(0, -1));
    if (parent === undefined || parent === null || Object.keys(parent).length > 1) break;
    target = target.slice(0, -1);
  }
  return editDocument(text, documentIndex, {
    wanted: (before) => deleteValue(before, target),
    splice: (source) => spliceDelete(source, target),
    path: target,
    rewrite: (document, at) => document.deleteIn(at),
  });
}

/** The value at a path of a document as kubectl reads it; undefined when there is none or the text cannot be read. */
export function valueIn(text: string, documentIndex: number, path: Path): Json | undefined {
  const chunk = splitChunks(text).chunks[documentIndex];
  const root = chunk === undefined ? undefined : read(chunk.text)?.value;
  return path.reduce<Json | undefined>((value, step) => childOf(value, step), root);
}

interface Edit {
  /** What the document must mean afterwards. */
  wanted(before: Json): Json;
  /** The new text with only the lines concerned changed; undefined when the layout does not allow that. */
  splice(source: string): string | undefined;
  /** The path that changes. */
  path: Path;
  /** The same edit on a parsed document, which is then printed afresh (keeps comments, not alignment). */
  rewrite(document: Document, path: Path): void;
}

function editDocument(text: string, index: number, edit: Edit): string {
  const chunk = splitChunks(text).chunks[index];
  if (chunk === undefined) return text;
  const windows = chunk.text.includes('\r\n');
  const source = windows ? chunk.text.replaceAll('\r\n', '\n') : chunk.text;
  const before = read(source);
  if (before === undefined) return text;
  const wanted = edit.wanted(before.value);
  // Cutting and pasting works on layout, not on meaning: it counts only when the result reads as intended.
  const attempts = [() => edit.splice(source), () => rewrittenFlow(source, edit)];
  let result: string | undefined;
  for (const attempt of attempts) {
    const candidate = attempt();
    if (candidate === undefined || !deepEqual(read(candidate)?.value, wanted)) continue;
    if (chunk.json && !scanJson(candidate, 0).ok) continue;
    result = candidate;
    break;
  }
  result ??= chunk.json
    ? JSON.stringify(wanted, null, source.includes('\n') ? 2 : undefined)
    : rewritten(source, edit, edit.path);
  const body = windows ? result.replaceAll('\n', '\r\n') : result;
  return text.slice(0, chunk.offset) + body + text.slice(chunk.offset + chunk.text.length);
}

/** Prints only the flow collection (`{a: 1}`) that the path leads into afresh. */
function rewrittenFlow(source: string, edit: Edit): string | undefined {
  const flow = flowOnPath(source, edit.path);
  if (flow === undefined) return undefined;
  const { start, end, rest } = flow;
  return source.slice(0, start) + rewritten(source.slice(start, end), edit, rest) + source.slice(end);
}

function rewritten(source: string, edit: Edit, path: Path): string {
  const lines = new LineCounter();
  const document = parseChunk(source, lines);
  const indentSeq = indentsLists(document, lines);
  edit.rewrite(document, path);
  const printed = document.toString({ lineWidth: 0, indentSeq, flowCollectionPadding: /\{ /.test(source) });
  return source.endsWith('\n') ? printed : printed.replace(/\n$/, '');
}

function read(source: string): { value: Json } | undefined {
  const document = parseChunk(source, new LineCounter());
  if (document.errors.some((error) => error.code !== 'MULTIPLE_DOCS')) return undefined;
  try {
    const { contents } = document;
    return contents === null || isMap(contents) || isSeq(contents) ? decode(document) : { value: null };
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

function childOf(value: Json | undefined, step: string | number): Json | undefined {
  if (Array.isArray(value)) return typeof step === 'number' ? value[step] : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, step) ? value[String(step)] : undefined;
}

function setValue(value: Json | undefined, path: Path, leaf: Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return leaf;
  const child = setValue(childOf(value, step), rest, leaf);
  if (typeof step === 'number') {
    const list = Array.isArray(value) ? [...value] : [];
    list[step] = child;
    return list;
  }
  const map: JsonObject = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  return { ...map, [step]: child };
}

function deleteValue(value: Json, path: Path): Json {
  const [step, ...rest] = path;
  const child = step === undefined ? undefined : childOf(value, step);
  if (step === undefined || child === undefined) return value;
  if (Array.isArray(value)) {
    const list = [...value];
    if (rest.length === 0) list.splice(Number(step), 1);
    else list[Number(step)] = deleteValue(child, rest);
    return list;
  }
  const map = { ...(value as JsonObject) };
  if (rest.length === 0) delete map[String(step)];
  else map[String(step)] = deleteValue(child, rest);
  return map;
}
