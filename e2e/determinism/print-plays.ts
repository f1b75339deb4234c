/** Prints the plays as JSON: they are made in Node, whose file system and random generators no browser has. */
import { EXAMPLES, histories } from './examples';

console.log(JSON.stringify([...EXAMPLES, ...histories(12, Number(process.argv[2] ?? 1))]));
