/** Entry: paints the frame at once, fetches the simulation and the editor side by side, then opens the page. */
import { createRoot } from 'react-dom/client';
import { readTheme } from './storage';
import { BootFrame } from './ui/shell/boot-frame';
import './ui/styles/index.css';

const host = document.getElementById('root');
if (!host) throw new Error('index.html lacks #root');

const theme = readTheme();
const dark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';

const root = createRoot(host);
root.render(<BootFrame />);

const page = import('./page');
// Only fetched here; the manifest pane mounts it, and shows a plain field when it cannot be had.
import('./editor/create-editor').catch(() => undefined);
const { openPage } = await page;
openPage(root);
