import { Fragment } from 'react';

/** A long name that may be broken after its separators rather than anywhere. */
export function Breakable({ text }: { text: string }) {
  const parts = text.split(/(?<=[/:=,])/);
  return parts.map((part, i) => (
    <Fragment key={i}>
      {i > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
