/** `npm run outlook`: writes the outlook that the page opens with. */
import { writeFileSync } from 'node:fs';
import { takeOutlook } from './take-outlook';

const file = new URL('../outlook.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(takeOutlook())}\n`);
