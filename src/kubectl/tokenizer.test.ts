import { describe, expect, test } from 'vitest';
import { hereDocumentOf } from './here-document';
import { splitWords } from './tokenizer';

describe('words of a line', () => {
  test.each([
    ['kubectl get po -o wide', ['kubectl', 'get', 'po', '-o', 'wide']],
    [`a 'b c' "d \\"e\\" \\n" f\\ g`, ['a', 'b c', 'd "e" \\n', 'f g']],
    [`-o jsonpath='{.items[*].a}{"\\n"}'`, ['-o', 'jsonpath={.items[*].a}{"\\n"}']],
    ['a # comment', ['a']],
    ['a#b ""', ['a#b', '']],
    ['a \\\n b', ['a', 'b']],
  ])('%s', (line, words) => {
    expect(splitWords(line)).toEqual({ ok: true, words });
  });
  test.each(["'a", '"a', 'a | b', 'a > b', 'a && b'])('not: %s', (line) => {
    expect(splitWords(line).ok).toBe(false);
  });
  test.each(['kubectl apply -f - <<EOF', "kubectl apply -f - <<'EOF'", 'kubectl apply -f -  << EOF '])(
    'here: %s',
    (line) => {
      expect(hereDocumentOf(line)).toEqual({ command: 'kubectl apply -f -', delimiter: 'EOF' });
    },
  );
});
