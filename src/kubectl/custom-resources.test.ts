import { describe, expect, test } from 'vitest';
import { Cluster } from '../engine/index';
import { runBlocking } from './shell';

/** What the commands print was taken from kubectl v1.34 and a kube-apiserver v1.34. */
const DEFINITION = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.custom.example.com}
spec:
  group: custom.example.com
  scope: Namespaced
  names: {plural: widgets, kind: Widget, shortNames: [wd], categories: [gadgets]}
  versions:
  - name: v1
    served: true
    storage: true
    subresources: {status: {}}
    additionalPrinterColumns:
    - {name: Size, type: integer, jsonPath: .spec.size}
    - {name: Ready, type: string, jsonPath: '.status.conditions[?(@.type=="Ready")].status'}
    - {name: Color, type: string, jsonPath: .spec.color, priority: 1}
    - {name: Since, type: date, jsonPath: .spec.since}
    - {name: Live, type: boolean, jsonPath: .spec.live}
    - {name: Tags, type: string, jsonPath: .spec.tags}
    - {name: Map, type: string, jsonPath: .spec.map}
    - {name: Ratio, type: number, jsonPath: .spec.ratio}
    - {name: Age, type: date, jsonPath: .metadata.creationTimestamp}
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            required: [size]
            properties:
              size: {type: integer, maximum: 10}
              color: {type: string, default: red}
              since: {type: string, format: date-time}
              live: {type: boolean}
              ratio: {type: number}
              tags: {type: array, items: {type: string}}
              map: {type: object, additionalProperties: {type: string}}
          status:
            type: object
            x-kubernetes-preserve-unknown-fields: true
`;
const widget = (spec: string): string =>
  `apiVersion: custom.example.com/v1\nkind: Widget\nmetadata: {name: w1}\nspec: ${spec}\n`;
const FULL =
  '{size: 3, since: "2020-01-01T00:00:00Z", live: true, ratio: 1.5, tags: [a, b], map: {x: "1", a: "2"}}';

function fresh(...stdin: string[]) {
  const cluster = new Cluster({ seed: 1, startTime: Date.UTC(2026, 10, 20) });
  const run = (line: string, text?: string): string => {
    const { output } = runBlocking(cluster, `kubectl ${line}`, text);
    cluster.settle();
    return output;
  };
  for (const text of stdin) run('apply -f -', text);
  return { cluster, run };
}

describe('a definition and its objects', () => {
  test('VAL-25 in one file: the kind is known only to the next apply', () => {
    const { run } = fresh();
    const file = `${DEFINITION}---\n${widget(FULL)}`;
    expect(run('apply -f -', file))
      .toBe(`customresourcedefinition.apiextensions.k8s.io/widgets.custom.example.com created
error: resource mapping not found for name: "w1" namespace: "" from "STDIN": no matches for kind "Widget" in version "custom.example.com/v1"
ensure CRDs are installed first
`);
    expect(run('apply -f -', file))
      .toBe(`customresourcedefinition.apiextensions.k8s.io/widgets.custom.example.com unchanged
widget.custom.example.com/w1 created
`);
  });

  test.each([
    [
      'get wd',
      `NAME   SIZE   READY   SINCE    LIVE   TAGS        MAP                 RATIO   AGE
w1     3              6y325d   true   ["a","b"]   {"a":"2","x":"1"}   1.5     0s
`,
    ],
    [
      'get widgets.v1.custom.example.com -o wide',
      `NAME   SIZE   READY   COLOR   SINCE    LIVE   TAGS        MAP                 RATIO   AGE
w1     3              red     6y325d   true   ["a","b"]   {"a":"2","x":"1"}   1.5     0s
`,
    ],
    ['get widget/w1 -o name', 'widget.custom.example.com/w1\n'],
    ['get widgets -n kube-system', 'No resources found in kube-system namespace.\n'],
    [
      'get crd',
      `NAME                         CREATED AT
widgets.custom.example.com   2026-11-20T00:00:00Z
`,
    ],
    [
      `patch wd w1 -p '{"spec":{"size":4}}'`,
      'error: application/strategic-merge-patch+json is not supported by custom.example.com/v1, Kind=Widget: the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml\n',
    ],
    [`patch wd w1 --type merge -p '{"spec":{"size":4}}'`, 'widget.custom.example.com/w1 patched\n'],
    [
      `patch wd w1 --type merge -p '{"spec":{"size":40}}'`,
      'The Widget "w1" is invalid: spec.size: Invalid value: 40: spec.size in body should be less than or equal to 10\n',
    ],
    [
      `patch wd w1 --type merge -p '{"status":{"phase":"x"}}'`,
      'widget.custom.example.com/w1 patched (no change)\n',
    ],
    [
      `patch wd w1 --type json -p '[{"op":"remove","path":"/spec/size"}]'`,
      'The Widget "w1" is invalid: spec.size: Required value\n',
    ],
    ['label wd w1 a=b', 'widget.custom.example.com/w1 labeled\n'],
    ['delete wd w1', 'widget.custom.example.com "w1" deleted from default namespace\n'],
    [
      'delete crd widgets.custom.example.com',
      'customresourcedefinition.apiextensions.k8s.io "widgets.custom.example.com" deleted\n',
    ],
  ])('%s', (line, expected) => {
    expect(fresh(DEFINITION, widget(FULL)).run(line)).toBe(expected);
  });

  test('create reads on when the kind is there', () => {
    expect(fresh().run('create -f -', `${DEFINITION}---\n${widget(FULL)}`)).toBe(
      'customresourcedefinition.apiextensions.k8s.io/widgets.custom.example.com created\nwidget.custom.example.com/w1 created\n',
    );
  });

  test('API-47 apply sends a merge patch: what the manifest drops goes, what others set stays', () => {
    const { run } = fresh(DEFINITION, widget(FULL));
    run(`patch wd w1 --type merge -p '{"spec":{"tags":["x"],"color":"blue"}}'`);
    expect(run('apply -f -', widget('{size: 5, map: {x: "1"}}'))).toBe(
      'widget.custom.example.com/w1 configured\n',
    );
    expect(run('apply -f -', widget('{size: 5, map: {x: "1"}}'))).toBe(
      'widget.custom.example.com/w1 unchanged\n',
    );
    expect(run(`get wd w1 -o jsonpath='{.spec}{.metadata.generation}'`)).toBe(
      '{"color":"blue","map":{"x":"1"},"size":5}3',
    );
  });

  test('VAL-23 an unknown field in a file that creates, in one that changes', () => {
    const { run } = fresh(DEFINITION);
    expect(run('apply -f -', widget('{foo: 1, size: 3}'))).toBe(
      'Error from server (BadRequest): error when creating "STDIN": Widget in version "v1" cannot be handled as a Widget: strict decoding error: unknown field "spec.foo"\n',
    );
    expect(run('apply -f - --validate=warn', widget('{foo: 1, size: 3}'))).toBe(
      'Warning: unknown field "spec.foo"\nwidget.custom.example.com/w1 created\n',
    );
    expect(run('apply -f -', widget('{size: x}'))).toBe(
      'The Widget "w1" is invalid: spec.size: Invalid value: "string": spec.size in body must be of type integer: "string"\n',
    );
  });
});
