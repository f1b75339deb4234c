/**
 * Entry. index.html already shows the page's frame; this fetches the page and the editor side by side, as early as can be, and
 * opens the page in the frame's place.
 */
import { readTheme } from './storage';
import './ui/styles/index.css';

const page = import('./page');

const theme = readTheme();
const dark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';

const host = document.getElementById('root');
if (!host) throw new Error('index.html lacks #root');
const { openPage } = await page;
// Only fetched here; the manifest pane mounts it, and shows a plain field when it cannot be had.
import('./editor/create-editor').catch(() => undefined);
openPage(host);
