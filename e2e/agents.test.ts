/**
 * Whole files of agents, as people paste them: accounts, roles, definitions and their objects around a DaemonSet. `printed/` holds
 * what kubectl v1.34 prints for them against an API server v1.34.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { kindRows } from '../src/engine/index';
import type { KubeObject } from '../src/k8s/types';
import { runBlocking } from '../src/kubectl/shell';
import { Page } from '../src/state/testing/page';

const AGENTS = new URL('./agents/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, AGENTS), 'utf8');
const manifest = (agent: string): string => read(`${agent}.yaml`);

const WORKERS = ['worker-1', 'worker-2'];
const ALL = ['cp-1', ...WORKERS];

const agents = [
  { agent: 'log-agent', namespace: 'log-agent', on: ALL },
  { agent: 'node-metrics', namespace: 'node-metrics', on: ALL },
  { agent: 'pod-network', namespace: 'kube-system', on: ALL },
  { agent: 'volume-driver', namespace: 'kube-system', on: WORKERS },
];

test('there is a case for each file', () => {
  const files = readdirSync(AGENTS).filter((file) => file.endsWith('.yaml'));
  expect(files.map((file) => file.replace('.yaml', '')).sort()).toEqual(agents.map((a) => a.agent));
});

interface Printed {
  line: string;
  output: string;
  status: number;
}

/** The commands of a capture in order. */
function printed(agent: string): Printed[] {
  return read(`printed/${agent}.txt`)
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [line = '', ...rest] = part.trimEnd().split('\n');
      const status = /^\[(\d+)\]$/.exec(rest.at(-1) ?? '');
      if (status) rest.pop();
      return { line, output: rest.map((text) => `${text}\n`).join(''), status: Number(status?.[1] ?? 0) };
    });
}

/** A definition takes its objects along; how far a real server is with that when it is asked for them differs from run to run. */
function withoutRace(output: string): string {
  return output
    .replace(/the server could not find the requested resource \(delete (\S+) (\S+)\)/g, '$1 $2 is gone')
    .replace(/(\S+\.(?:coreos|example)\.com) "(\S+)" not found/g, '$1 $2 is gone');
}

/** Names of all objects but events, by kind. */
function names(page: Page): string[] {
  const { read: reader } = page.cluster;
  return kindRows(reader)
    .filter((row) => row.id !== 'Event')
    .flatMap((row) =>
      (reader.list(row.id) as readonly KubeObject[]).map(
        ({ metadata: { namespace = '', name } }) => `${row.id} ${namespace}/${name}`,
      ),
    )
    .sort();
}

describe.each(agents)('$agent', ({ agent, namespace, on }) => {
  test('API-48 kubectl prints what the real one prints, and pods run where they should', () => {
    const page = new Page();
    const before = names(page);
    const steps = printed(agent);
    expect(steps.map((s) => s.line.split(' ')[1])).toEqual(['apply', 'apply', 'apply', 'delete']);
    for (const { line, output, status } of steps) {
      if (line.includes('delete')) {
        page.wait(300);
        expect(page.where(agent, namespace)).toEqual(on.map((node) => `${node} Running`));
      }
      const result = runBlocking(page.cluster, line, manifest(agent));
      expect(withoutRace(result.output)).toBe(withoutRace(output));
      expect(result.status).toBe(status);
      page.wait(5);
    }
    page.wait(120);
    expect(names(page)).toEqual(before);
  });

  test('the page marks no error, and nothing at all once definitions are there', () => {
    const page = new Page();
    page.type(manifest(agent));
    expect(page.draft.getState().diagnostics.filter((d) => d.severity === 'error')).toEqual([]);
    page.apply();
    page.apply();
    expect(page.marks).toEqual([]);
    const { revision, appliedRevision, lastApply } = page.draft.getState();
    expect(lastApply?.status).toBe(0);
    expect(appliedRevision).toBe(revision);
    page.wait(300);
    expect(page.draft.getState().missing).toEqual([]);
  });

  test('what has gone from the text is offered, and deleting all of it leaves nothing', () => {
    const page = new Page();
    const text = page.port.getText();
    page.apply(text);
    const before = names(page);
    page.apply(manifest(agent));
    page.apply();
    page.type(text);
    const draft = page.draft.getState();
    const { vanished } = draft;
    expect(vanished).toHaveLength(printed(agent)[2]?.output.split('\n').slice(0, -1).length ?? 0);
    expect(vanished[0]).toMatchObject({ kind: 'DaemonSet', name: agent });
    for (const object of vanished) {
      draft.deleteVanished(object);
    }
    const commands = page.session.getState().actions.slice(-vanished.length);
    for (const { line } of commands) expect(line).toMatch(/^kubectl delete \S+ \S+( -n \S+)?$/);
    page.wait(120);
    expect(names(page)).toEqual(before);
    expect(page.draft.getState().vanished).toEqual([]);
  });
});

/** A text with one change, and the line (from 1) of what was put there. */
function wrong(agent: string, from: string, to: string): { text: string; line: number } {
  const before = manifest(agent);
  expect(before).toContain(from);
  const text = before.replace(from, to);
  return { text, line: text.slice(0, text.indexOf(to) + to.length).split('\n').length };
}

describe('a wrong field is marked where it stands, in the words of the server', () => {
  test.each([
    [
      'in a ClusterRole',
      'log-agent',
      'resources: ["replicasets"]',
      'resource: ["replicasets"]',
      'unknown field "rules[1].resource"',
    ],
    [
      'in a ClusterRole, of a wrong type',
      'pod-network',
      'verbs: [patch]',
      'verbs: patch',
      'ClusterRole in version "v1" cannot be handled as a ClusterRole: json: cannot unmarshal string into Go struct field PolicyRule.rules.verbs of type []string',
    ],
    [
      'in a Deployment',
      'pod-network',
      'replicas: 1',
      'replicas: -1',
      'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
    ],
    [
      'in an item of a List',
      'volume-driver',
      'volumeBindingMode: WaitForFirstConsumer',
      'volumeBindingMode: Later',
      'volumeBindingMode: Unsupported value: "Later": supported values: "Immediate", "WaitForFirstConsumer"',
    ],
    [
      'in a namespace that the same text creates',
      'log-agent',
      'containerPort: 2020',
      'containerPort: 202020',
      'spec.template.spec.containers[0].ports[0].containerPort: Invalid value: 202020: must be between 1 and 65535, inclusive',
    ],
  ])('%s', (_, agent, from, to, message) => {
    const page = new Page();
    const { text, line } = wrong(agent, from, to);
    page.type(text);
    const marks = page.draft.getState().diagnostics.filter((d) => d.severity === 'error');
    expect(marks.map((d) => [d.startLine, d.message])).toEqual([[line, message]]);
  });

  test.each([
    [
      'encapsulation',
      '\n  encapsulation: GRE',
      'spec.encapsulation: Unsupported value: "GRE": supported values: "None", "VXLAN", "IPIP"',
    ],
    ['blocks', '\n  blocks: 26', 'unknown field "spec.blocks"'],
    [
      'blockSize',
      '\n  blockSize: "26"',
      'spec.blockSize: Invalid value: "string": spec.blockSize in body must be of type integer: "string"',
    ],
  ])('VAL-25 in a custom object, once its definition is there: %s', (_, added, message) => {
    const page = new Page();
    const cidr = 'cidr: 10.244.0.0/16';
    const { text, line } = wrong('pod-network', cidr, cidr + added);
    page.apply(text);
    const severities = page.draft.getState().diagnostics.map((d) => d.severity);
    expect(severities).toEqual(['warning', 'warning', 'error']);
    expect(page.marks[2]).toBe(`${line}: ${message}`);
    expect(page.marks[0]).toMatch(
      /^\d+: no matches for kind "AddressPool" in version "net\.example\.com\/v1"; ensure CRDs are installed first\.\nThe definition is in this text: once it is created, apply again\.$/,
    );
    expect(page.draft.getState().appliedRevision).not.toBe(page.draft.getState().revision);
    expect(page.apply()).toContain('hostlink.net.example.com/uplink created');
    expect(page.marks).toEqual([`${line}: ${message}`]);
  });

  test('VAL-25 a kind that neither the cluster nor the text defines is an error', () => {
    const page = new Page();
    page.type('apiVersion: net.example.com/v1\nkind: AddressPool\nmetadata:\n  name: a\n');
    expect(page.draft.getState().diagnostics.map((d) => [d.startLine, d.severity])).toEqual([[2, 'error']]);
  });
});
