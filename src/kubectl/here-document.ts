/** `<<EOF` in a line: the shell's way to give a text as standard input. */

export interface HereDocument {
  /** The line without the operator. */
  command: string;
  /** The word that ends the body. */
  delimiter: string;
}

const OPERATOR = /\s*<<-?\s*(?:'([^']+)'|"([^"]+)"|([A-Za-z0-9_]+))/;

/**
 * Finds `<<WORD` or `<<'WORD'` in a line; undefined when there is none. `cat <<EOF | kubectl …` means the same as
 * `kubectl … <<EOF`.
 */
export function hereDocumentOf(line: string): HereDocument | undefined {
  const match = OPERATOR.exec(line);
  if (!match) return undefined;
  const rest = line.slice(0, match.index) + line.slice(match.index + match[0].length);
  const command = rest.replace(/^\s*cat\s*(?:-\s*)?\|\s*/, '').trim();
  return { command, delimiter: match[1] ?? match[2] ?? match[3] ?? '' };
}
