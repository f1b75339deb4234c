import { describe, expect, test } from 'vitest';
import { runTranscript } from '../transcript';
import { diffLines } from './diff';
import { lineMatches } from './match';
import { parseTranscript } from './parse';

describe('transcript format', () => {
  test('comments, directives, commands with output and exit status', () => {
    const { steps, problems } = parseTranscript(
      '# a comment\n% nodes a b\n\n$ kubectl get ds\n\nNAME\nx  \n\n[1]\n$ sleep 30\n# more\n$ true\n',
    );
    expect(problems).toEqual([]);
    expect(steps).toEqual([
      { line: 2, type: 'directive', text: 'nodes a b', expected: [], status: 0 },
      { line: 4, type: 'command', text: 'kubectl get ds', expected: ['NAME', 'x'], status: 1 },
      { line: 10, type: 'command', text: 'sleep 30', expected: [], status: 0 },
      { line: 12, type: 'command', text: 'true', expected: [], status: 0 },
    ]);
  });

  test.each([
    ["$ kubectl apply -f - <<'EOF'\n> a:\n>   b: 1\n>\n> EOF\nok", 'kubectl apply -f -'],
    ['$ kubectl apply \\\n> -f - <<EOF\n> a:\n>   b: 1\n>\n> EOF\nok', 'kubectl apply -f -'],
    ['$ cat <<EOF | kubectl apply -f -\n> a:\n>   b: 1\n>\n> EOF\nok', 'kubectl apply -f -'],
  ])('here-document %#', (text, command) => {
    const [step] = parseTranscript(text).steps;
    expect(step).toMatchObject({ text: command, stdin: 'a:\n  b: 1\n\n', expected: ['ok'] });
  });

  test('what cannot be read is a problem', () => {
    expect(parseTranscript('lost\n').problems).toEqual([
      { line: 1, message: 'output without a command: lost' },
    ]);
    expect(parseTranscript('$ k apply -f - <<EOF\n> a\n').problems).toHaveLength(1);
  });

  test.each([
    ['nginx-<suffix>   1/1   Running   0   <age>', 'nginx-x2k9q     1/1       Running   0          5m3s'],
    ['x <age>', 'x 2y12d'],
    ['uid: <uid>', 'uid: 0b2f1c3d-1111-4aaa-8bbb-0123456789ab'],
    ['ip <ip>', 'ip 10.244.1.2'],
    ['at <time>', 'at 2026-01-01T00:00:00Z'],
    ['at <time>.', 'at Thu, 01 Jan 2026 00:00:00 +0000.'],
    ['a<any>b', 'ab'],
    ['<hash>.(x)', '6d4b75cb6d.(x)'],
    ['trailing', 'trailing '],
  ])('matches: %s', (expected, printed) => {
    expect(lineMatches(expected, printed)).toBe(true);
  });

  test.each([
    ['a b', 'a  b'],
    ['x <age>', 'x 5'],
    ['x <age>', 'x <unknown>'],
    ['x-<suffix>', 'x-ABC'],
    ['uid: <uid>', 'uid: 1234'],
    ['a.b', 'axb'],
    ['abc', 'ab'],
  ])('does not match: %s', (expected, printed) => {
    expect(lineMatches(expected, printed)).toBe(false);
  });

  test('a difference marks both sides', () => {
    expect(diffLines(['a', 'b', 'c <age>'], ['a', 'x', 'c 5s', 'd'])).toEqual([
      '  a',
      '- b',
      '+ x',
      '  c 5s',
      '+ d',
    ]);
  });
});

describe('running', () => {
  test.each([
    ['$ kubectl get ds\nNo resources found in default namespace.\n', true],
    ['$ kubectl get ds\nNo resources found.\n', false],
    ['$ kubectl get ds nope\nError from server (NotFound): daemonsets.apps "nope" not found\n[1]\n', true],
    ['$ kubectl get ds nope\nError from server (NotFound): daemonsets.apps "nope" not found\n', false],
    ['% explode\n', false],
    ['% nodes a:boss\n', false],
    ['% stop-kubelet nope\n', false],
    ['$ ls\nls: command not found\n[127]\n', true],
    ['$ kubectl get po | wc -l\n0\n', false],
    ['', false],
  ])('%j', (text, ok) => {
    expect(runTranscript(text).ok).toBe(ok);
  });

  test('a command that would wait for ever gives up', () => {
    const text = [
      '% nodes n',
      "$ kubectl apply -f - <<'EOF'",
      '> {apiVersion: apps/v1, kind: DaemonSet, metadata: {name: x}, spec: {selector: {matchLabels: {a: b}},',
      '>  template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: "c:unready"}]}}}}',
      '> EOF',
      'daemonset.apps/x created',
      '$ kubectl rollout status ds/x',
      'Waiting for daemon set "x" rollout to finish: 0 of 1 updated pods are available...',
      'error: gave up waiting: <any>',
      '[124]',
    ];
    expect(runTranscript(text.join('\n')).failures).toEqual([]);
  });
});
