/** A line of a plain manifest: `  - name: nginx`. */
const LINE = /^(\s*)((?:- )*)([\w./-]+)?(:)?(\s.*)?$/;

/** The text as the editor will show it, to be read until the editor is there. What is not plain is shown without colours. */
export function Skeleton({ text }: { text: string }) {
  return (
    <div className="editor-skeleton" aria-hidden="true">
      {text.split('\n').map((line, i) => (
        <div key={i} data-line={i + 1}>
          <Line line={line} />
        </div>
      ))}
    </div>
  );
}

function Line({ line }: { line: string }) {
  const [whole, indent, dashes, word = '', colon, value = ''] = LINE.exec(line) ?? [];
  if (whole === undefined || (colon === undefined && value !== '')) return line;
  return (
    <>
      {indent}
      <i>{dashes}</i>
      {colon === undefined ? <Value text={word} /> : <b>{word}</b>}
      <i>{colon}</i>
      <Value text={value} />
    </>
  );
}

function Value({ text }: { text: string }) {
  return <span data-number={/^\s*\d+$/.test(text) || undefined}>{text}</span>;
}
