/** Mistakes in regular expressions, in the words of Go's regexp. */

const SET = /^\[(\^|(?!\^))(\\.|\[:\^?\w+:\]|[^\\])(\\.|\[:\^?\w+:\]|[^\]\\])*\]/s;
const GROUP_FLAGS = /^\(\?([imsU-]*:|P?<\w+>|[imsU-]+(?=\)))/;

/** The mistakes that are common; other wrong patterns pass, and are not checked. */
export function patternProblem(pattern: string): string | undefined {
  let open = 0;
  let nothingToRepeat = true;
  for (let at = 0; at < pattern.length; at++) {
    const rest = pattern.slice(at);
    const char = pattern[at];
    if (nothingToRepeat && (char === '*' || char === '+' || char === '?'))
      return `missing argument to repetition operator: \`${char}\``;
    nothingToRepeat = char === '|' || char === '(';
    if (char === '\\') {
      if (rest === '\\') return 'trailing backslash at end of expression: ``';
      at++;
    } else if (char === '[') {
      const set = SET.exec(rest);
      if (!set) return `missing closing ]: \`${rest}\``;
      at += set[0].length - 1;
    } else if (char === '(') {
      if (/^\(\?[=!]/.test(rest)) return `invalid or unsupported Perl syntax: \`${rest.slice(0, 3)}\``;
      if (/^\(\?<[=!]/.test(rest)) return `invalid named capture: \`${/^[^>]*>?/.exec(rest)?.[0] ?? rest}\``;
      at += (GROUP_FLAGS.exec(rest)?.[0].length ?? 1) - 1;
      open++;
    } else if (char === ')' && --open < 0) return `unexpected ): \`${pattern}\``;
  }
  return open > 0 ? `missing closing ): \`${pattern}\`` : undefined;
}
