import { writeFileSync } from 'node:fs';
import { coverageTable } from './coverage';
import { COVERAGE_FILE, projectCoverage } from './project';

const found = projectCoverage();
writeFileSync(COVERAGE_FILE, coverageTable(found));
for (const problem of found.problems) process.stderr.write(`${problem}\n`);
process.exitCode = found.problems.length > 0 ? 1 : 0;
