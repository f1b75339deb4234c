/** `npm run serve`: a simulated cluster for kubectl, on this machine only. */
import { readFileSync } from 'node:fs';
import { HELP, parseArguments } from './arguments';
import { serve } from './server';
import { startCluster } from './start-cluster';

async function main(words: readonly string[]): Promise<number | undefined> {
  const parsed = parseArguments(words);
  if (parsed.ok === 'help') {
    process.stdout.write(HELP);
    return 0;
  }
  if (!parsed.ok) {
    process.stderr.write(`${parsed.message}\nSee npm run serve -- --help\n`);
    return 2;
  }
  const { file, port, speed, paused } = parsed.arguments;
  const started = startCluster(
    parsed.arguments,
    file === undefined ? undefined : readFileSync(file, 'utf8'),
    Date.now(),
  );
  if (!started.ok) {
    process.stderr.write(`${started.message.trimEnd().replaceAll('STDIN', file ?? 'STDIN')}\n`);
    return 1;
  }
  process.stdout.write(started.output);
  const serving = await serve({ cluster: started.cluster, port, speed, running: !paused });
  const url = `http://127.0.0.1:${serving.port}`;
  process.stdout.write(
    `A simulated cluster, Kubernetes v1.34, on ${url} (Ctrl-C stops it). In another terminal:\n\n` +
      `  HOME=$(mktemp -d) kubectl --server=${url} get ds -A -o wide\n\n` +
      `The clock ${paused ? 'is paused' : `runs at ${speed} times real time`}; see npm run serve -- --help\n`,
  );
  const stop = (): void => void serving.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  return undefined;
}

try {
  const code = await main(process.argv.slice(2));
  if (code !== undefined) process.exitCode = code;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
