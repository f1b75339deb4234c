/**
 * Sets an attribute where it differs: even the same value, set again, makes a browser style and lay out the element anew. Null
 * removes it.
 */
export function setAttribute(element: Element, name: string, value: string | number | null): void {
  const next = value === null ? null : String(value);
  if (element.getAttribute(name) === next) return;
  if (next === null) element.removeAttribute(name);
  else element.setAttribute(name, next);
}
