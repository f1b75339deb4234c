import type { Node } from '../k8s/types';
import { compareParts, naturalParts } from './natural-order';

/** Control plane first, then in the order people count. */
export function compareNodes(a: Node, b: Node): number {
  return compareKeys(keyOf(a), keyOf(b));
}

interface Key {
  rank: number;
  parts: readonly string[];
  name: string;
}

function keyOf(node: Node): Key {
  const { name } = node.metadata;
  return { rank: rankOf(node), parts: naturalParts(name), name };
}

function compareKeys(a: Key, b: Key): number {
  return a.rank - b.rank || compareParts(a.parts, b.parts);
}

function rankOf(node: Node): number {
  return node.metadata.labels?.['node-role.kubernetes.io/control-plane'] === undefined ? 1 : 0;
}

/**
 * The nodes in the order of the picture. The order of the last look is where the next one starts from: sorting what is sorted already
 * costs one comparison a node, and the keys are made once.
 */
export class NodeOrder {
  private keys: readonly Key[] = [];
  nodes: readonly Node[] = [];

  update(listed: readonly Node[]): void {
    const fresh = new Map(listed.map((node) => [node.metadata.name, node]));
    const known = this.keys.flatMap((key) => {
      const node = fresh.get(key.name);
      fresh.delete(key.name);
      if (!node) return [];
      const rank = rankOf(node);
      return [{ node, key: rank === key.rank ? key : { ...key, rank } }];
    });
    const rows = [...known, ...[...fresh.values()].map((node) => ({ node, key: keyOf(node) }))];
    rows.sort((a, b) => compareKeys(a.key, b.key));
    this.keys = rows.map(({ key }) => key);
    this.nodes = rows.map(({ node }) => node);
  }
}
