/** A scenario file: a head of comments, then `$ command` lines, each with its here-document. */
import { readdirSync, readFileSync } from 'node:fs';

export interface ScenarioLine {
  /** 1-based line in the file. */
  at: number;
  /** The command without `$ `, without the here-document. */
  command: string;
  /** What bash runs: command and here-document. */
  script: string;
  /** Body of the here-document, if any. */
  stdin?: string;
  /** Runs (a watch, mostly) while the following lines run, until `$ wait`. */
  background: boolean;
}

export interface Scenario {
  name: string;
  /** The scenario that is played first; its end is the start of this one. */
  cluster?: string;
  lines: ScenarioLine[];
}

export const SCENARIOS = new URL('./scenarios/', import.meta.url);

/** All scenarios by name, those that others start from first. */
export function scenarioNames(): string[] {
  return readdirSync(SCENARIOS)
    .filter((name) => name.endsWith('.txt'))
    .map((name) => name.slice(0, -'.txt'.length))
    .sort();
}

export function readScenario(name: string): Scenario {
  return parseScenario(name, readFileSync(new URL(`${name}.txt`, SCENARIOS), 'utf8'));
}

/** The scenario and what it starts from, the first to play first. */
export function withClusters(name: string): Scenario[] {
  const scenario = readScenario(name);
  return scenario.cluster === undefined ? [scenario] : [...withClusters(scenario.cluster), scenario];
}

export function parseScenario(name: string, text: string): Scenario {
  const rows = text.split('\n');
  const scenario: Scenario = { name, lines: [] };
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? '';
    const cluster = /^# Cluster: (\S+)$/.exec(row)?.[1];
    if (cluster !== undefined) scenario.cluster = cluster;
    if (row === '' || row.startsWith('#')) continue;
    if (!row.startsWith('$ ')) throw new Error(`${name}:${i + 1}: neither comment nor command: ${row}`);
    const whole = row.slice(2);
    const background = whole.endsWith(' &');
    const shown = background ? whole.slice(0, -2) : whole;
    const line: ScenarioLine = { at: i + 1, command: shown, script: shown, background };
    const delimiter = /<<'?(\w+)'?/.exec(shown);
    if (delimiter) {
      const end = rows.indexOf(delimiter[1] ?? '', i);
      if (end < 0) throw new Error(`${name}:${i + 1}: the here-document does not end`);
      line.stdin = rows
        .slice(i + 1, end)
        .map((r) => `${r}\n`)
        .join('');
      line.script = `${shown}\n${line.stdin}${delimiter[1]}\n`;
      line.command = shown.replace(/\s*<<'?\w+'?/, '');
      i = end;
      // The rest of a loop around the here-document.
      for (; /^[a-z]/.test(rows[i + 1] ?? ''); i++) line.script += `${rows[i + 1]}\n`;
    }
    scenario.lines.push(line);
  }
  return scenario;
}
