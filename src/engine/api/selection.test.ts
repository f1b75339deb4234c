import { describe, expect, test } from 'vitest';
import type { Kind } from '../../k8s/types';
import { must, podManifest, rejected, serverFixture } from './testing/server-fixture';

const NAME_PART =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const LABEL =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

function page(kind: Kind, options: { labelSelector?: string; fieldSelector?: string }) {
  return serverFixture().user.page(kind, 'default', options);
}

// The texts are those of a real server; kubectl puts `Unable to find …` before them.
describe('CLI-16 label selectors that cannot be read', () => {
  test.each([
    // The rule has `unable to parse requirement: ` here; the real server has not.
    ['a=b=c', "found '=', expected: ',' or 'end of string'"],
    ['a in', "unable to parse requirement: found '' expected: '('"],
    ['a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['a in (b c)', "unable to parse requirement: found 'c', expected: ',' or ')'"],
    ['!', "unable to parse requirement: found '', expected: identifier"],
    ['a=b,!', "unable to parse requirement: found '', expected: identifier"],
    ['a!b', "unable to parse requirement: found '!', expected: in, notin, =, ==, !=, gt, lt"],
    ['a,', "found '', expected: identifier after ','"],
    ['a,,b', "found ',', expected: identifier after ','"],
    [',a', "found ',', expected: !, identifier, or 'end of string'"],
    ['=b', "found '=', expected: !, identifier, or 'end of string'"],
    ['a=b c', "found 'c', expected: ',' or 'end of string'"],
    ['-a', `unable to parse requirement: <nil>: Invalid value: "-a": ${NAME_PART}`],
    ['a=-x', `unable to parse requirement: values[0][a]: Invalid value: "-x": ${LABEL}`],
    [
      'a>x',
      `unable to parse requirement: values[0]: Invalid value: "x": for 'Gt', 'Lt' operators, the value must be an integer`,
    ],
  ])('%s', (labelSelector, message) => {
    const status = rejectedPage(page('ConfigMap', { labelSelector }));
    expect([status.code, status.reason, status.message]).toEqual([400, 'BadRequest', message]);
  });
});

function rejectedPage(result: ReturnType<typeof page>) {
  if (result.ok) throw new Error('the list was expected to fail');
  return result.status;
}

describe('CLI-17 field selectors that cannot be read', () => {
  test.each<[Kind, string, string]>([
    ['Pod', 'a', "invalid selector: 'a'; can't understand 'a'"],
    ['Pod', 'metadata.name=b,a', "invalid selector: 'metadata.name=b,a'; can't understand 'a'"],
    ['Pod', 'a=b', 'field label not supported: a'],
    ['Pod', '=b', 'field label not supported: '],
    ['Pod', 'metadata.name=\\b', 'invalid field selector: invalid escape sequence: \\b'],
    ['Pod', 'metadata.name=a\\', 'invalid field selector: invalid escape sequence: \\'],
    ['Pod', 'metadata.name=c1=c', 'invalid field selector: unescaped character in value: 61'],
    ['Node', 'metadata.namespace=a', 'field label not supported: metadata.namespace'],
    ['Namespace', 'metadata.namespace=a', 'field label not supported: metadata.namespace'],
    ['Job', 'spec.x=b', 'field label "spec.x" not supported for Job'],
    [
      'DaemonSet',
      'spec.x=b',
      '"spec.x" is not a known field selector: only "metadata.name", "metadata.namespace"',
    ],
    // The rule knows a field of ReplicaSets; version v1 of theirs has none.
    [
      'ReplicaSet',
      'status.replicas=0',
      '"status.replicas" is not a known field selector: only "metadata.name", "metadata.namespace"',
    ],
    ['ConfigMap', '=x', '"" is not a known field selector: only "metadata.name", "metadata.namespace"'],
    [
      'ConfigMap',
      'constructor=x',
      '"constructor" is not a known field selector: only "metadata.name", "metadata.namespace"',
    ],
    ['Secret', 'constructor=x', 'field label not supported: constructor'],
  ])('%s %s', (kind, fieldSelector, message) => {
    const status = rejectedPage(page(kind, { fieldSelector }));
    expect([status.code, status.reason, status.message]).toEqual([400, 'BadRequest', message]);
  });

  test('the label selector is read first, then the grammar, then the options, then the fields', () => {
    const messages = [
      { labelSelector: 'a=b=c', fieldSelector: 'a' },
      { fieldSelector: 'a', resourceVersionMatch: 'Exact' },
      { fieldSelector: 'a=b', resourceVersionMatch: 'Exact' },
    ].map((options) => rejectedPage(page('Pod', options)).message);
    expect(messages).toEqual([
      "found '=', expected: ',' or 'end of string'",
      "invalid selector: 'a'; can't understand 'a'",
      'ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided',
    ]);
  });
});

describe('what selectors select', () => {
  function pods() {
    const fixture = serverFixture();
    const labelled = (name: string, labels: Record<string, string>, spec = {}) => ({
      ...podManifest(name, spec),
      metadata: { name, labels },
    });
    must(fixture.user.create('Pod', 'default', labelled('a', { app: 'x', n: '5' }, { nodeName: 'n1' })));
    must(fixture.user.create('Pod', 'default', labelled('b', { app: 'y' }, { nodeName: 'n2' })));
    must(fixture.user.create('Pod', 'kube-system', labelled('c', {}, { nodeName: 'n1', hostNetwork: true })));
    return (options: { labelSelector?: string; fieldSelector?: string }, namespace?: string) => {
      const result = fixture.user.page('Pod', namespace, options);
      if (!result.ok) throw new Error(result.status.message);
      return result.page.items.map((p) => p.metadata.name).join(' ');
    };
  }

  test.each([
    ['app=x', 'a'],
    ['app==x', 'a'],
    ['app!=x', 'b c'],
    ['app in (x,y)', 'a b'],
    ['app notin (x)', 'b c'],
    ['app', 'a b'],
    ['!app', 'c'],
    ['n>4', 'a'],
    ['n<5', ''],
    ['app=x,n=5', 'a'],
    ['app=', ''],
  ])('CLI-16 %s: %s', (labelSelector, names) => {
    expect(pods()({ labelSelector })).toBe(names);
  });

  test.each([
    ['metadata.name=a', 'a'],
    ['metadata.name!=a', 'b c'],
    ['metadata.namespace==default', 'a b'],
    ['spec.nodeName=n1', 'a c'],
    ['spec.nodeName=n1,metadata.name!=a', 'c'],
    ['spec.nodeName!=n1', 'b'],
    ['spec.nodeName=', ''],
    ['spec.host=n2', 'b'],
    ['spec.hostNetwork=true', 'c'],
    ['status.phase=Pending', 'a b c'],
    ['metadata.name=a,metadata.name=b', ''],
    [',metadata.name=a,', 'a'],
  ])('CLI-17 %s: %s', (fieldSelector, names) => {
    expect(pods()({ fieldSelector })).toBe(names);
  });

  test('the index of nodes does not cross namespaces', () => {
    expect(pods()({ fieldSelector: 'spec.nodeName=n1' }, 'kube-system')).toBe('c');
  });

  test('an unknown kind', () => {
    expect(rejected(serverFixture().user.get('things.example.com', 'default', 'x')).message).toBe(
      'the server could not find the requested resource',
    );
  });
});
