/**
 * Entry: the frame of the page with its first picture, all of it in one fetch. The simulation and the editor come after it has been
 * painted (src/page.tsx). Nothing that is reached from here by plain imports may bring them along (src/testing/shell.test.ts).
 */
import { openPage } from './page';
import './ui/styles/index.css';

const host = document.getElementById('root');
if (!host) throw new Error('index.html lacks #root');
openPage(host);
