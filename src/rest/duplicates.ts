/** Keys that come twice in a body: the decoder's complaint, which only a reader of the text can make (VAL-23). */
import type { KindRow, Status } from '../engine/index';
import { refusal, type Refusal } from './statuses';

/** A field that is not known is not looked into, but where there are no types at all. */
export function ofKnownFields(
  row: KindRow,
  duplicates: readonly string[],
  told: readonly string[],
): readonly string[] {
  if (row.id !== row.kind) return duplicates;
  const unknown = told.flatMap((text) =>
    [...text.matchAll(/unknown field "([^"]*)"/g)].map((m) => m[1] ?? ''),
  );
  return duplicates.filter((text) => {
    const path = /"(.*)"/.exec(text)?.[1] ?? '';
    return !unknown.some(
      (field) => path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`),
    );
  });
}

export const STRICT = 'strict decoding error: ';
/** What the decoder says before it comes to keys that came twice, or along with them. */
export const FATAL = /strict decoding error: |json: cannot unmarshal|: cannot convert /;

/** Unknown fields are named after the keys that came twice. */
export function withDuplicates(status: Status, duplicates: readonly string[]): Refusal {
  const added = (text: string): string =>
    text.replace(STRICT, () => [STRICT, ...duplicates.map((d) => `${d}, `)].join(''));
  const causes = status.details?.causes?.map((cause) => ({ ...cause, message: added(cause.message) }));
  return refusal({
    ...status,
    message: added(status.message),
    ...(causes && { details: { ...status.details, causes } }),
  });
}
