/** Stands in for prettier, which the YAML worker bundles for a formatter that we switch off: 120 KiB saved. */
export function format(text: string): Promise<string> {
  return Promise.resolve(text);
}
